package io.holdfast.recovery.worm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The registers that one acceptor holds, and how they change: each change is applied in memory and noted for the
 * journal, and reading the notes makes the same changes again.
 *
 * <pre>
 *   note: | u8 kind | PROMISE: range, ballot | ACCEPT: segment, offset, ballot, value
 *                   | DECIDE: segment, offset, value | TRIM: segment, end |
 * </pre>
 *
 * <p>Used by the acceptor's thread.
 */
final class RegisterStore {
    private static final int PROMISE = 1;
    private static final int ACCEPT = 2;
    private static final int DECIDE = 3;
    private static final int TRIM = 4;

    private final TreeMap<Long, RegisterState> registers = new TreeMap<>();
    private final TreeMap<Integer, Integer> trimmed = new TreeMap<>();

    /** The register's state, or null if nothing is known of it. */
    RegisterState get(final int segment, final int offset) {
        return registers.get(key(segment, offset));
    }

    int size() {
        return registers.size();
    }

    /** Registers of the segment below this offset are forgotten. */
    int trimmedEnd(final int segment) {
        return trimmed.getOrDefault(segment, 0);
    }

    /** How many registers of a range are not there yet. */
    int missing(final RegisterRange range) {
        int missing = 0;
        for (int offset = range.first(); offset < range.end(); offset++) {
            missing += get(range.segment(), offset) == null ? 1 : 0;
        }
        return missing;
    }

    /** What is held of a range. */
    List<AcceptedSlot> held(final RegisterRange range) {
        final List<AcceptedSlot> held = new ArrayList<>();
        for (int offset = range.first(); offset < range.end(); offset++) {
            final RegisterState state = get(range.segment(), offset);
            if (state != null && state.isHeld()) {
                held.add(state.slot(offset));
            }
        }
        return List.copyOf(held);
    }

    /** What is known to be decided in a segment from an offset on. */
    List<Slot> decided(final int segment, final int first, final int most) {
        final List<Slot> slots = new ArrayList<>();
        for (final Map.Entry<Long, RegisterState> entry : registers
                .subMap(key(segment, first), true, key(segment, RegisterRange.SEGMENT_CAPACITY), false)
                .entrySet()) {
            if (slots.size() == most) {
                break;
            }
            if (entry.getValue().decided) {
                slots.add(new Slot((int) (entry.getKey() & 0xffff_ffffL), entry.getValue().value));
            }
        }
        return List.copyOf(slots);
    }

    void promise(final RegisterRange range, final Ballot ballot, final WireWriter notes) {
        WormCodec.putBallot(WormCodec.putRange(notes.putByte(PROMISE), range), ballot);
        for (int offset = range.first(); offset < range.end(); offset++) {
            make(range.segment(), offset).promised = ballot;
        }
    }

    void accept(final int segment, final Slot slot, final Ballot ballot, final WireWriter notes) {
        WormCodec.putBallot(notes.putByte(ACCEPT).putInt(segment).putInt(slot.offset()), ballot)
                .putBytes(slot.value().shared());
        final RegisterState state = make(segment, slot.offset());
        state.promised = ballot;
        state.accepted = ballot;
        state.value = slot.value();
    }

    void decide(final int segment, final Slot slot, final WireWriter notes) {
        notes.putByte(DECIDE)
                .putInt(segment)
                .putInt(slot.offset())
                .putBytes(slot.value().shared());
        final RegisterState state = make(segment, slot.offset());
        state.value = slot.value();
        state.decided = true;
    }

    void trim(final int segment, final int end, final WireWriter notes) {
        notes.putByte(TRIM).putInt(segment).putInt(end);
        trimmed.merge(segment, end, Math::max);
        registers.subMap(key(segment, 0), key(segment, end)).clear();
    }

    /** Makes noted changes again; false if the notes make no sense. */
    boolean apply(final WireReader notes) {
        final WireWriter ignored = new WireWriter();
        while (notes.hasMore()) {
            applyOne(notes, ignored.reset());
        }
        return notes.isWhole();
    }

    private void applyOne(final WireReader notes, final WireWriter ignored) {
        switch (notes.readByte()) {
            case PROMISE -> promise(WormCodec.range(notes), WormCodec.ballot(notes), ignored);
            case ACCEPT -> {
                final int segment = WormCodec.segment(notes);
                final int offset = WormCodec.offset(notes);
                final Ballot ballot = WormCodec.ballot(notes);
                accept(segment, new Slot(offset, WormCodec.value(notes)), ballot, ignored);
            }
            case DECIDE ->
                decide(WormCodec.segment(notes), new Slot(WormCodec.offset(notes), WormCodec.value(notes)), ignored);
            case TRIM -> trim(WormCodec.segment(notes), WormCodec.end(notes), ignored);
            default -> notes.fault();
        }
    }

    /** Notes that make this state from nothing. */
    byte[] snapshot() {
        final WireWriter notes = new WireWriter();
        trimmed.forEach((segment, end) -> notes.putByte(TRIM).putInt(segment).putInt(end));
        registers.forEach((key, state) -> putState((int) (key >>> 32), (int) (key & 0xffff_ffffL), state, notes));
        return notes.toBytes();
    }

    private static void putState(
            final int segment, final int offset, final RegisterState state, final WireWriter notes) {
        if (state.accepted != Ballot.NONE) {
            WormCodec.putBallot(notes.putByte(ACCEPT).putInt(segment).putInt(offset), state.accepted)
                    .putBytes(state.value.shared());
        }
        if (!state.promised.equals(state.accepted)) {
            final RegisterRange range = RegisterRange.of(segment, offset);
            WormCodec.putBallot(WormCodec.putRange(notes.putByte(PROMISE), range), state.promised);
        }
        if (state.decided) {
            notes.putByte(DECIDE).putInt(segment).putInt(offset).putBytes(state.value.shared());
        }
    }

    private RegisterState make(final int segment, final int offset) {
        return registers.computeIfAbsent(key(segment, offset), k -> new RegisterState());
    }

    private static long key(final int segment, final int offset) {
        return ((long) segment << 32) | offset;
    }
}
