package io.holdfast.recovery.attestation;

import java.util.List;

/**
 * What each member of a group says of each, by number, as one node knew it at one time. Immutable; any thread.
 */
public final class Word {
    private final Finding[][] findings;
    private final long madeNs;

    private Word(final Finding[][] findings, final long madeNs) {
        this.findings = findings;
        this.madeNs = madeNs;
    }

    /** Nobody has said anything. */
    static Word nothing(final int members, final long nowNs) {
        return new Word(new Finding[members][members], nowNs);
    }

    /**
     * What a graph says.
     *
     * @param members names, in the order of their numbers
     * @param self number of the node whose graph it is
     * @param own what it finds in itself
     */
    static Word of(
            final AttestationGraph graph,
            final List<String> members,
            final int self,
            final Finding own,
            final long nowNs) {
        final Finding[][] findings = new Finding[members.size()][members.size()];
        for (int from = 0; from < findings.length; from++) {
            for (int to = 0; to < findings.length; to++) {
                findings[from][to] = from == to ? null : graph.finding(members.get(from), members.get(to));
            }
        }
        findings[self][self] = own;
        return new Word(findings, nowNs);
    }

    /** What one says of another, or this node of itself; null if nothing that holds. */
    public Finding finding(final int attester, final int attestee) {
        return findings[attester][attestee];
    }

    /** Who says what of whom, for people. */
    public String text(final List<String> members) {
        final StringBuilder text = new StringBuilder();
        for (int from = 0; from < findings.length; from++) {
            for (int to = 0; to < findings.length; to++) {
                if (findings[from][to] != null) {
                    text.append(text.isEmpty() ? "" : ", ")
                            .append(members.get(from))
                            .append(" finds ")
                            .append(from == to ? "itself" : members.get(to))
                            .append(' ')
                            .append(findings[from][to] == Finding.WORKS ? "working" : findings[from][to].text());
                }
            }
        }
        return text.isEmpty() ? "nobody says anything" : text.toString();
    }

    /** How long ago this was put together: long if the thread that does it stands still. */
    public long ageNs(final long nowNs) {
        return nowNs - madeNs;
    }
}
