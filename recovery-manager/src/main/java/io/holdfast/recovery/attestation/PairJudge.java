package io.holdfast.recovery.attestation;

import java.util.Set;

/**
 * Decides from the graph of a group, as one node of a pair sees it, what has failed.
 *
 * <p><b>Theory.</b> Only those count with whom this node is in one strong part: each vouches, directly or by others, for
 * each. If they are no majority, this node may be the one that is cut off, and says nothing about the peer. If they are,
 * there are three cases. The peer is in the part: both work, and either they hear each other or the link between the two is
 * cut. Somebody of the part vouches for the peer, which is not in it: it works, and must not be taken for dead. Nobody
 * does: then what those who hear it have found is the reason; if all have found silence, it is dead.
 *
 * <p>"Nobody does" includes this node: an attestation of its own that still holds keeps the peer alive. Pure function; any
 * thread.
 */
public final class PairJudge {
    private PairJudge() {}

    /**
     * Judges.
     *
     * @param graph with all members of the group, the witness included
     * @param self name of the node that judges
     * @param peer name of the other one of the pair
     */
    public static PairVerdict judge(final AttestationGraph graph, final String self, final String peer) {
        final Set<String> part = graph.questions().strongPartOf(self);
        if (2 * part.size() <= graph.members().size()) {
            return PairVerdict.CUT_OFF;
        }
        if (part.contains(peer)) {
            return graph.vouches(self, peer) && graph.vouches(peer, self)
                    ? PairVerdict.FINE
                    : linkCut(graph, self, peer);
        }
        for (final String member : part) {
            if (graph.vouches(member, peer)) {
                return member.equals(self) ? PairVerdict.UNDECIDED : PairVerdict.LINK_CUT;
            }
        }
        return whatIsFound(graph, part, peer);
    }

    /** The two are connected by others. One that does not hear the other says so; if neither does, wait for what comes. */
    private static PairVerdict linkCut(final AttestationGraph graph, final String self, final String peer) {
        final boolean isCut =
                graph.finding(self, peer) == Finding.SILENT || graph.finding(peer, self) == Finding.SILENT;
        return isCut ? PairVerdict.LINK_CUT : PairVerdict.UNDECIDED;
    }

    /** The findings of all who are heard. One who hears it knows more than one who does not. */
    private static PairVerdict whatIsFound(final AttestationGraph graph, final Set<String> part, final String peer) {
        PairVerdict verdict = PairVerdict.UNDECIDED;
        for (final String member : part) {
            final Finding found = graph.finding(member, peer);
            if (found == null) {
                // Its attestation has expired and nothing came after it: it says nothing, and the peer is not known.
                return PairVerdict.UNDECIDED;
            }
            verdict = worse(verdict, found);
        }
        return verdict;
    }

    private static PairVerdict worse(final PairVerdict sofar, final Finding found) {
        final PairVerdict next = switch (found) {
            case WORKS -> PairVerdict.UNDECIDED;
            case SILENT -> PairVerdict.PEER_DEAD;
            case STUCK -> PairVerdict.PEER_STUCK;
            case DETACHED -> PairVerdict.PEER_DETACHED;
            case UNSOUND -> PairVerdict.PEER_UNSOUND;
        };
        return sofar == PairVerdict.UNDECIDED || sofar == PairVerdict.PEER_DEAD ? next : sofar;
    }
}
