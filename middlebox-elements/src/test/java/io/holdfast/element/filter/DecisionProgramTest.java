package io.holdfast.element.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.IpPrefix;
import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DecisionProgramTest {
    private static final int PACKETS_PER_FILTER = 40;

    @Property(tries = 1500)
    void shouldAgreeWithTheDirectInterpreter(@ForAll final long seed) throws PatternException {
        final RandomFilters random = new RandomFilters(seed);
        final List<String> texts = random.patterns();
        final List<Condition> conditions = new ArrayList<>();
        for (final String text : texts) {
            conditions.add(FilterParser.parse(text, new Numbers()));
        }
        final DecisionProgram program = Programs.compile(conditions, 20);
        try (MemoryPacketPool pool = new MemoryPacketPool(1)) {
            for (int i = 0; i < PACKETS_PER_FILTER; i++) {
                final byte[] bytes = random.packet();
                assertEquals(
                        expected(conditions, bytes),
                        match(program, pool, bytes),
                        () -> "seed " + seed + ", " + texts + ", "
                                + HexFormat.of().formatHex(bytes) + "\n" + program.text());
            }
        }
    }

    @Property(tries = 500)
    void shouldAgreeForBytePatterns(@ForAll final long seed) {
        final RandomFilters random = new RandomFilters(seed);
        final List<BytePattern> patterns = random.bytePatterns();
        final DecisionProgram program =
                Programs.compile(patterns.stream().map(BytePattern::condition).toList(), 0);
        try (MemoryPacketPool pool = new MemoryPacketPool(1)) {
            for (int i = 0; i < PACKETS_PER_FILTER; i++) {
                final byte[] bytes = random.shortPacket();
                int expected = 0;
                while (expected < patterns.size() && !matches(patterns.get(expected), bytes)) {
                    expected++;
                }
                final int result = expected == patterns.size() ? DecisionGraph.NO_MATCH : expected;
                assertEquals(
                        result,
                        match(program, pool, bytes),
                        () -> "seed " + seed + ", " + patterns + ", "
                                + HexFormat.of().formatHex(bytes));
            }
        }
    }

    @Test
    void shouldShareAndDropImpliedTests() throws PatternException {
        final DecisionProgram program = compile("tcp and dst port 80", "tcp and dst port 443", "udp", "tcp");
        // fragment, protocol twice (tcp, udp), ports as one search or two tests, and no test of the protocol again
        assertTrue(program.steps() <= 6, program.text());
    }

    @Test
    void shouldCompileToNothingWhatIsAlwaysTrue() throws PatternException {
        assertEquals(0, compile("-").steps());
        assertEquals(0, compile("src port 5 or true").steps());
        assertEquals(1, compile("ip ttl 5 and ip ttl 5").steps());
        assertEquals(1, compile("ip ttl 5 and not ip ttl 6").steps());
        assertEquals(0, compile("ip ttl 5 and ip ttl 6").steps());
        assertEquals(0, compile("ip ttl > 255").steps());
    }

    @Test
    void shouldSearchLongListsInOneStep() throws PatternException {
        final List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            conditions.add(FilterParser.parse("src host 10.0." + i / 256 + "." + i % 256, new Numbers()));
        }
        assertEquals(1, Programs.compile(conditions, 20).steps());
    }

    @Test
    void shouldNameWhatIsWrong() {
        assertRefused("src port www and", "missing term");
        assertRefused("(tcp", "missing ')'");
        assertRefused("tcp ? udp", "':' missing in ternary expression");
        assertRefused("echo", "'echo' is ambiguous; try 'port echo', 'icmp type echo'");
        assertRefused("tcp opt www", "'www' is meaningless; try 'port www'");
        assertRefused("port 70000", "value 70000 out of range (0-65535)");
        assertRefused("host > 1.2.3.4", "can't use relational operators with 'host'");
        assertRefused("ip ttl", "value missing in 'ip ttl' directive");
        assertRefused("17", "specify header field or 'port'");
        assertRefused("ip[1:9] 3", "LEN in '[POS:LEN]' out of range, should be between 1 and 4");
        assertRefused("ip[3:2] 3", "field [3:2] does not fit in a single word");
        assertRefused("tcp and frobnicate", "empty term near 'frobnicate'");
        assertRefused("src dst port 5", "'src' or 'dst' specified twice");
        assertRefused("not", "missing factor after 'not'");
        assertRefused("", "empty pattern");
    }

    private static void assertRefused(final String text, final String message) {
        final PatternException refusal =
                assertThrows(PatternException.class, () -> FilterParser.parse(text, new Numbers()), text);
        assertEquals(message, refusal.getMessage());
    }

    private static DecisionProgram compile(final String... texts) throws PatternException {
        final List<Condition> conditions = new ArrayList<>();
        for (final String text : texts) {
            conditions.add(FilterParser.parse(text, new Numbers()));
        }
        return Programs.compile(conditions, 20);
    }

    private static int expected(final List<Condition> conditions, final byte[] bytes) {
        final DirectInterpreter interpreter = new DirectInterpreter(bytes);
        for (int i = 0; i < conditions.size(); i++) {
            if (interpreter.holds(conditions.get(i))) {
                return i;
            }
        }
        return DecisionGraph.NO_MATCH;
    }

    private static boolean matches(final BytePattern pattern, final byte[] bytes) {
        for (final BytePattern.Clause clause : pattern.clauses()) {
            boolean isEqual = true;
            for (int i = 0; i < clause.value().length; i++) {
                final int at = clause.offset() + i;
                final int mask = clause.mask()[i];
                isEqual &= mask == 0 || at < bytes.length && (bytes[at] & mask) == clause.value()[i];
            }
            if (isEqual == clause.isNegated()) {
                return false;
            }
        }
        return true;
    }

    private static int match(final DecisionProgram program, final MemoryPacketPool pool, final byte[] bytes) {
        final Packet packet = pool.allocate();
        packet.append(bytes.length);
        NativeMemory.copyFromArray(bytes, 0, packet.address(), bytes.length);
        final int result = program.match(packet, 0, (bytes[0] & 0xf) * 4);
        packet.free();
        return result;
    }

    /** Addresses as numbers only. */
    private static final class Numbers implements FilterAddresses {
        @Override
        public OptionalInt address(final String word) {
            return ConfigurationValues.ipAddress(word);
        }

        @Override
        public IpPrefix prefix(final String word) {
            return word.matches("[0-9.]+/\\d+") ? ConfigurationValues.ipPrefix(word) : null;
        }
    }

    /** Filters and packets with so few different values that they often meet. */
    private static final class RandomFilters {
        private final Random random;

        RandomFilters(final long seed) {
            random = new Random(seed);
        }

        List<String> patterns() {
            final List<String> patterns = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                patterns.add(expression(random.nextInt(4)));
            }
            return patterns;
        }

        private String expression(final int depth) {
            if (depth == 0) {
                return primitive();
            }
            final String one = expression(depth - 1);
            return switch (random.nextInt(7)) {
                case 0 -> "(" + one + " and " + expression(depth - 1) + ")";
                case 1 -> "(" + one + ") (" + expression(depth - 1) + ")";
                case 2 -> "(" + one + " or " + expression(depth - 1) + ")";
                case 3 -> "not (" + one + ")";
                case 4 -> "((" + one + ") ? " + expression(depth - 1) + " : " + expression(depth - 1) + ")";
                case 5 -> one + " || " + expression(depth - 1);
                default -> one;
            };
        }

        private String primitive() {
            return switch (random.nextInt(18)) {
                case 0 -> pick("", "src ", "dst ", "src and dst ", "src or dst ") + "host " + pick("", "!= ") + ip();
                case 1 -> pick("", "src ", "dst ", "src and dst ") + "net 10.0.0.0/" + (28 + random.nextInt(5));
                case 2 -> pick("", "src ", "dst ", "src and dst ") + pick("", "tcp ", "udp ") + "port " + relation(10);
                case 3 -> pick("tcp", "udp", "icmp", "ip proto " + relation(20));
                case 4 -> "ip ttl " + pick("", "& 6 ", "& 0x81 ") + relation(130);
                case 5 -> "ip " + pick("frag", "unfrag", "ect", "ce", "tos 3", "dscp 1", "hl 5", "hl > 5");
                case 6 -> "tcp opt " + pick("syn", "ack", "fin", "rst", "18");
                case 7 -> "icmp type " + pick("echo", "unreachable", relation(12));
                case 8 -> "ip[" + random.nextInt(20) + "] " + relation(255);
                case 9 -> pick("tcp", "udp", "transp") + "[" + 2 * random.nextInt(8) + ":2] " + relation(10);
                case 10 -> pick("true", "false");
                case 11 -> "dst port " + random.nextInt(10) + " or " + random.nextInt(10);
                case 12 -> pick("src ", "dst ", "") + ip() + " mask 255.255.255.1";
                case 13 -> "ip id " + relation(5);
                case 14 -> "tcp win " + relation(5);
                case 15 -> "src port & 3 " + relation(3);
                case 16 -> "src port " + random.nextInt(10) + " or dst port " + relation(9);
                default -> "ip len " + relation(60);
            };
        }

        private String relation(final int bound) {
            return pick("", "== ", "!= ", "> ", "< ", ">= ", "<= ") + random.nextInt(bound + 1);
        }

        private String ip() {
            return "10.0.0." + random.nextInt(4);
        }

        private String pick(final String... choices) {
            return choices[random.nextInt(choices.length)];
        }

        byte[] packet() {
            final int headerLength = 20 + 4 * random.nextInt(2);
            final int length = headerLength + (random.nextInt(3) == 0 ? random.nextInt(22) : 24);
            final byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            bytes[0] = (byte) (0x40 + headerLength / 4);
            bytes[1] &= 7;
            bytes[2] = 0;
            bytes[3] = (byte) length;
            bytes[4] = 0;
            bytes[5] &= 3;
            bytes[6] = (byte) (random.nextInt(4) == 0 ? 0x20 : 0);
            bytes[7] = (byte) (random.nextInt(4) == 0 ? 1 : 0);
            bytes[8] &= (byte) 0x87;
            bytes[9] = new byte[] {6, 17, 1, 6, 17, 47}[random.nextInt(6)];
            for (int i = 12; i < 20; i += 4) {
                bytes[i] = 10;
                bytes[i + 1] = 0;
                bytes[i + 2] = 0;
                bytes[i + 3] &= 3;
            }
            for (int i = headerLength; i < Math.min(length, headerLength + 20); i++) {
                bytes[i] = (byte) (i % 2 == 0 && i != headerLength ? 0 : bytes[i] & 15);
            }
            return bytes;
        }

        List<BytePattern> bytePatterns() {
            final List<BytePattern> patterns = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                final StringBuilder text = new StringBuilder();
                for (int clause = random.nextInt(3); clause >= 0; clause--) {
                    text.append(pick("", "!")).append(random.nextInt(7)).append('/');
                    final int bytes = 1 + random.nextInt(6);
                    for (int b = 0; b < bytes; b++) {
                        text.append(pick("00", "01", "0?", "?1"));
                    }
                    text.append(random.nextInt(3) == 0 ? "%" + "0f".repeat(bytes) : "")
                            .append(' ');
                }
                patterns.add(BytePattern.parse(text.toString()));
            }
            return patterns;
        }

        byte[] shortPacket() {
            final byte[] bytes = new byte[1 + random.nextInt(14)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.nextInt(2);
            }
            return bytes;
        }
    }
}
