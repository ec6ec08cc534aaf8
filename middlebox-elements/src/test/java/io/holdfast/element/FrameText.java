package io.holdfast.element;

import io.holdfast.packet.header.Addresses;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Frames written as text, for golden tests.
 *
 * <pre>
 *   0011 2233 ...                                               bytes
 *   eth DST SRC FRAME                                           FRAME behind an Ethernet header
 *   arp request|reply SENDER_MAC SENDER_IP TARGET_MAC TARGET_IP
 *   tcp IP:PORT IP:PORT FLAGS [ttl=N] [data=HEX]                FLAGS: letters of SAFR
 *       [seq=N] [ack=N] [text=LINE]                             LINE: _ for blanks, with an end of line
 *   udp IP:PORT IP:PORT [ttl=N] [data=HEX] [checksum=no]
 *   ping request|reply IP IP id=N [ttl=N] [data=HEX]
 *   error TYPE/CODE IP IP FRAME [quote=N]                       ICMP error that quotes (N bytes of) FRAME
 *   ... [tos=HEX] [ipid=HEX] [off=HEX] [opt=HEX]                fields of the IP header; off: flags and offset
 *   ... [patch=OFFSET/HEX]  [pad=N]                             bytes overwritten; zeros added at the end
 * </pre>
 */
public final class FrameText {
    private static final HexFormat HEX = HexFormat.of();

    private FrameText() {}

    public static byte[] parse(final String text) {
        final ArrayDeque<String> words = new ArrayDeque<>();
        final Map<String, String> options = new HashMap<>();
        for (final String word : text.strip().split("\\s+", -1)) {
            final int equals = word.indexOf('=');
            if (equals > 0) {
                options.put(word.substring(0, equals), word.substring(equals + 1));
            } else {
                words.add(word);
            }
        }
        byte[] frame = parse(words, options);
        if (options.containsKey("pad")) {
            frame = java.util.Arrays.copyOf(frame, frame.length + Integer.parseInt(options.get("pad")));
        }
        if (options.containsKey("patch")) {
            final List<String> patch = List.of(options.get("patch").split("/", -1));
            final byte[] bytes = HEX.parseHex(patch.get(1));
            System.arraycopy(bytes, 0, frame, Integer.parseInt(patch.get(0)), bytes.length);
        }
        return frame;
    }

    private static byte[] parse(final ArrayDeque<String> words, final Map<String, String> options) {
        final int ttl = Integer.parseInt(options.getOrDefault("ttl", "64"));
        final byte[] data = HEX.parseHex(options.getOrDefault("data", ""));
        return switch (words.getFirst()) {
            case "eth" -> {
                words.remove();
                final long destination = Addresses.parseEther(words.remove());
                final long source = Addresses.parseEther(words.remove());
                final int type = "arp".equals(words.getFirst()) ? 0x0806 : 0x0800;
                yield Frames.ethernet(destination, source, type, parse(words, options));
            }
            case "arp" -> {
                words.remove();
                final int operation = "request".equals(words.remove()) ? 1 : 2;
                final long sender = Addresses.parseEther(words.remove());
                final int senderIp = Addresses.parseIp(words.remove());
                final long target = Addresses.parseEther(words.remove());
                yield Frames.arp(operation, sender, senderIp, target, Addresses.parseIp(words.remove()));
            }
            case "tcp" -> {
                words.remove();
                final Frames.End from = end(words.remove());
                final byte[] segment = Frames.tcp(
                        from,
                        end(words.remove()),
                        flags(words.remove()),
                        ttl,
                        options.containsKey("text") ? text(options.get("text")) : data);
                options.computeIfPresent("seq", (name, number) -> Frames.number(segment, 4, number));
                options.computeIfPresent("ack", (name, number) -> Frames.number(segment, 8, number));
                yield ip(segment, options);
            }
            case "udp" -> {
                words.remove();
                final Frames.End from = end(words.remove());
                yield ip(
                        Frames.udp(from, end(words.remove()), !"no".equals(options.get("checksum")), ttl, data),
                        options);
            }
            case "error" -> {
                words.remove();
                final String[] typeAndCode = words.remove().split("/", -1);
                final int from = Addresses.parseIp(words.remove());
                final int to = Addresses.parseIp(words.remove());
                final byte[] quoted = parse(words, options);
                final int length = Integer.parseInt(options.getOrDefault("quote", "576"));
                yield Frames.icmpError(
                        Integer.parseInt(typeAndCode[0]),
                        Integer.parseInt(typeAndCode[1]),
                        from,
                        to,
                        java.util.Arrays.copyOf(quoted, Math.min(length, quoted.length)));
            }
            case "ping" -> {
                words.remove();
                final boolean isRequest = "request".equals(words.remove());
                final int from = Addresses.parseIp(words.remove());
                final int to = Addresses.parseIp(words.remove());
                yield ip(Frames.ping(isRequest, from, to, Integer.parseInt(options.get("id")), ttl, data), options);
            }
            default -> HEX.parseHex(String.join("", words));
        };
    }

    private static byte[] text(final String line) {
        return (line.replace('_', ' ') + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Sets fields of the IP header and computes its checksum anew. */
    private static byte[] ip(final byte[] packet, final Map<String, String> options) {
        final byte[] added = HEX.parseHex(options.getOrDefault("opt", ""));
        final ByteBuffer changed = ByteBuffer.allocate(packet.length + added.length);
        changed.put(packet, 0, 20).put(added).put(packet, 20, packet.length - 20);
        changed.put(0, (byte) (0x45 + added.length / 4));
        changed.putShort(2, (short) changed.capacity());
        if (options.containsKey("tos")) {
            changed.put(1, (byte) Integer.parseInt(options.get("tos"), 16));
        }
        if (options.containsKey("ipid")) {
            changed.putShort(4, (short) Integer.parseInt(options.get("ipid"), 16));
        }
        if (options.containsKey("off")) {
            changed.putShort(6, (short) Integer.parseInt(options.get("off"), 16));
        }
        changed.putShort(10, (short) 0);
        changed.putShort(10, (short) Frames.checksum(changed.array(), 0, 20 + added.length, 0));
        return changed.array();
    }

    private static Frames.End end(final String text) {
        final int colon = text.indexOf(':');
        return new Frames.End(Addresses.parseIp(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    private static int flags(final String letters) {
        int flags = 0;
        for (final char letter : letters.toCharArray()) {
            flags |= switch (letter) {
                case 'S' -> Frames.SYN;
                case 'A' -> Frames.ACK;
                case 'F' -> Frames.FIN;
                case 'R' -> Frames.RST;
                default -> throw new IllegalArgumentException("not a flag: " + letter);
            };
        }
        return flags;
    }
}
