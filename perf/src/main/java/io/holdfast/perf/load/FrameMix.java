package io.holdfast.perf.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The frame sizes of a run, in their order, which repeats.
 *
 * @param name for people: a size, or {@code imix}
 * @param sizes in bytes as RFC 2544 counts them: with the 4 bytes of the frame check sequence
 */
public record FrameMix(String name, List<Integer> sizes) {
    /** Sizes that RFC 2544 section 9.1 names for Ethernet. */
    public static final List<Integer> RFC_2544 = List.of(64, 128, 256, 512, 1024, 1280, 1518);

    /** Bytes of the frame check sequence, which no port of ours sees. */
    public static final int FCS_BYTES = 4;

    /** Smallest frame of Ethernet: it has just room for what the meter needs. */
    public static final int MIN_BYTES = 64;

    public static final int MAX_BYTES = 1518;

    /** The simple IMIX: of twelve frames seven are small, four middling, one is long (mean 354 bytes). */
    public static final FrameMix IMIX =
            new FrameMix("imix", List.of(64, 570, 64, 64, 570, 64, 1518, 64, 570, 64, 64, 570));

    public FrameMix {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < MIN_BYTES || size > MAX_BYTES)) {
            throw new IllegalArgumentException(
                    "frame sizes must be from " + MIN_BYTES + " to " + MAX_BYTES + " bytes: " + sizes);
        }
    }

    /** One size only. */
    public static FrameMix of(final int bytes) {
        return new FrameMix(Integer.toString(bytes), List.of(bytes));
    }

    /**
     * Reads a list such as {@code 64,1518,imix}.
     *
     * @throws IllegalArgumentException that names what is wrong
     */
    public static List<FrameMix> parse(final String words) {
        return Arrays.stream(words.split(",", -1)).map(FrameMix::parseOne).toList();
    }

    private static FrameMix parseOne(final String word) {
        if (word.strip().toLowerCase(Locale.ROOT).equals("imix")) {
            return IMIX;
        }
        try {
            return of(Integer.parseInt(word.strip()));
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(
                    "frame sizes are numbers from " + MIN_BYTES + " to " + MAX_BYTES + " or imix: " + word, e);
        }
    }

    /** Bytes that a port is given for each frame, without the check sequence. */
    int[] portBytes() {
        return sizes.stream().mapToInt(size -> size - FCS_BYTES).toArray();
    }

    /** Mean bytes that a frame takes on a wire of Ethernet, with preamble and gap (20 bytes). */
    public double meanWireBytes() {
        return sizes.stream().flatMapToInt(IntStream::of).average().orElseThrow() + 20;
    }
}
