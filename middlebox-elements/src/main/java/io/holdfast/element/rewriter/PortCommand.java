package io.holdfast.element.rewriter;

import io.holdfast.element.SoftState;
import io.holdfast.packet.Packet;

/** The FTP command {@code PORT h1,h2,h3,h4,p1,p2} (RFC 959 section 5.3.2), read from a packet and written anew. */
@SoftState("of the packet at hand")
final class PortCommand {
    private static final int NUMBERS = 6;
    private static final int MAX_BYTES = 32;
    private static final int MAX_NUMBER = 255;
    private static final String WORD = "PORT ";

    private final int[] numbers = new int[NUMBERS];
    private final byte[] written = new byte[MAX_BYTES];
    private int length;
    private int writtenLength;

    /** Whether a command, with its end of line, begins at an offset; the bytes up to the end are known. */
    boolean read(final Packet packet, final int begin, final int end) {
        if (end - begin < WORD.length()) {
            return false;
        }
        for (int i = 0; i < WORD.length(); i++) {
            if (Character.toUpperCase(packet.getByte(begin + i)) != WORD.charAt(i)) {
                return false;
            }
        }
        int offset = begin + WORD.length();
        for (int i = 0; i < NUMBERS; i++) {
            final int first = offset;
            int number = 0;
            while (offset < end && offset - first < 3 && isDigit(packet.getByte(offset))) {
                number = number * 10 + packet.getByte(offset++) - '0';
            }
            if (offset == first || number > MAX_NUMBER || offset == end) {
                return false;
            }
            numbers[i] = number;
            final int separator = packet.getByte(offset);
            if (i < NUMBERS - 1 ? separator != ',' : separator != '\r' && separator != '\n') {
                return false;
            }
            offset += i < NUMBERS - 1 ? 1 : 0;
        }
        length = offset - begin;
        return true;
    }

    private static boolean isDigit(final int character) {
        return character >= '0' && character <= '9';
    }

    int address() {
        return numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3];
    }

    int port() {
        return numbers[4] << 8 | numbers[5];
    }

    /** Bytes of the command that was read, without its end of line. */
    int length() {
        return length;
    }

    /** Makes a command with another address and port; returns its length, without an end of line. */
    int write(final int address, final int port) {
        writtenLength = 0;
        for (int i = 0; i < WORD.length(); i++) {
            written[writtenLength++] = (byte) WORD.charAt(i);
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            number(address >>> shift & 0xff);
            written[writtenLength++] = ',';
        }
        number(port >>> 8);
        written[writtenLength++] = ',';
        number(port & 0xff);
        return writtenLength;
    }

    private void number(final int number) {
        if (number >= 100) {
            written[writtenLength++] = (byte) ('0' + number / 100);
        }
        if (number >= 10) {
            written[writtenLength++] = (byte) ('0' + number / 10 % 10);
        }
        written[writtenLength++] = (byte) ('0' + number % 10);
    }

    /** Copies the command that was made into a packet. */
    void copyTo(final Packet packet, final int offset) {
        for (int i = 0; i < writtenLength; i++) {
            packet.putByte(offset + i, written[i]);
        }
    }
}
