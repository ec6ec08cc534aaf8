package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.RegisterValue;
import io.holdfast.recovery.worm.WireReader;
import io.holdfast.recovery.worm.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One agreed configuration: who is master, who is replica, and why.
 *
 * @param number 1, 2, 3 ...; also the register that holds it
 * @param kind what the group is
 * @param master who forwards; null if none
 * @param replica who can take over; null if none
 * @param reason for it
 * @param proposer who proposed it
 */
public record View(long number, Kind kind, MemberId master, MemberId replica, Reason reason, MemberId proposer) {
    /** What a group can be. */
    public enum Kind {
        /** Nobody forwards, and nobody has state. */
        NONE,
        /** A master forwards unprotected. */
        SOLO,
        /** A master forwards, a replica can take over. */
        PROTECTED
    }

    /** Why a view followed another. */
    public enum Reason {
        /** Before the first view. */
        BEGINNING("the group has not started"),
        STARTED("the group starts without state"),
        REPLICA_JOINED("a replica has joined"),
        REPLICA_LOST("the replica was lost"),
        MASTER_LOST("the master was lost"),
        HANDED_OVER("the master handed over"),
        RESTARTED("all who had the state were restarted: the state is lost"),
        OPERATOR("a person gave up the state");

        private final String words;

        Reason(final String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** What is before all registers. */
    public static final View BEFORE_ALL = new View(0, Kind.NONE, null, null, Reason.BEGINNING, null);

    private static final int FORMAT = 0x48_46_76_01;
    private static final MemberId NOBODY = new MemberId(-1, 0);

    public static View none(final long number, final Reason reason, final MemberId proposer) {
        return new View(number, Kind.NONE, null, null, reason, proposer);
    }

    public static View solo(final long number, final MemberId master, final Reason reason, final MemberId proposer) {
        return new View(number, Kind.SOLO, master, null, reason, proposer);
    }

    public static View protectedBy(final long number, final MemberId master, final MemberId replica) {
        return new View(number, Kind.PROTECTED, master, replica, Reason.REPLICA_JOINED, master);
    }

    public boolean isMaster(final MemberId member) {
        return member.equals(master);
    }

    public boolean isReplica(final MemberId member) {
        return member.equals(replica);
    }

    public boolean names(final MemberId member) {
        return isMaster(member) || isReplica(member);
    }

    /** Those who have the state: the master first. */
    public List<MemberId> members() {
        final List<MemberId> members = new ArrayList<>();
        if (master != null) {
            members.add(master);
        }
        if (replica != null) {
            members.add(replica);
        }
        return members;
    }

    /** The view as a register holds it. */
    public RegisterValue toValue() {
        final WireWriter out = new WireWriter()
                .putInt(FORMAT)
                .putLong(number)
                .putByte(kind.ordinal())
                .putByte(reason.ordinal());
        putMember(out, master);
        putMember(out, replica);
        putMember(out, proposer);
        return RegisterValue.of(out.toBytes());
    }

    private static void putMember(final WireWriter out, final MemberId member) {
        final MemberId written = member == null ? NOBODY : member;
        out.putInt(written.node()).putLong(written.incarnation());
    }

    /** The view in a register; null if the register holds something else. */
    public static View of(final RegisterValue value) {
        final byte[] bytes = value.bytes();
        final WireReader in = new WireReader(new UnsafeBuffer(bytes), 0, bytes.length);
        if (in.readInt() != FORMAT) {
            return null;
        }
        final long number = in.readLong();
        final int kind = in.readByte();
        final int reason = in.readByte();
        final MemberId master = member(in);
        final MemberId replica = member(in);
        final MemberId proposer = member(in);
        if (!in.isWhole() || kind >= Kind.values().length || reason >= Reason.values().length) {
            return null;
        }
        return new View(number, Kind.values()[kind], master, replica, Reason.values()[reason], proposer);
    }

    private static MemberId member(final WireReader in) {
        final int node = in.readInt();
        final long incarnation = in.readLong();
        return node < 0 ? null : new MemberId(node, incarnation);
    }

    @Override
    public String toString() {
        final String who = switch (kind) {
            case NONE -> "none";
            case SOLO -> "solo(" + master + ")";
            case PROTECTED -> "protected(" + master + ", " + replica + ")";
        };
        return "view " + number + " " + who + ": " + reason.words();
    }
}
