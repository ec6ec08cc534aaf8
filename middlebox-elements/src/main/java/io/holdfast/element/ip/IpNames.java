package io.holdfast.element.ip;

import io.holdfast.element.ArgumentType;
import io.holdfast.element.click.ConfigurationValues;
import java.util.Map;
import java.util.OptionalLong;

/** Numbers of protocols and addresses by name, as configurations write them. */
public final class IpNames {
    /** An IP protocol, by name or number. */
    public static final ArgumentType<Integer> PROTOCOL = new ProtocolType();

    private static final Map<String, Integer> PROTOCOLS = Map.ofEntries(
            Map.entry("icmp", 1),
            Map.entry("igmp", 2),
            Map.entry("ipip", 4),
            Map.entry("tcp", 6),
            Map.entry("udp", 17),
            Map.entry("ipv6", 41),
            Map.entry("gre", 47),
            Map.entry("esp", 50),
            Map.entry("ah", 51),
            Map.entry("sctp", 132));

    private IpNames() {}

    private static final class ProtocolType implements ArgumentType<Integer> {
        @Override
        public Integer parse(final String text, final io.holdfast.element.ArgumentScope scope) {
            final Integer named = PROTOCOLS.get(text);
            if (named != null) {
                return named;
            }
            final OptionalLong number = ConfigurationValues.integer(text);
            if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > 255) {
                throw new IllegalArgumentException("parse error");
            }
            return (int) number.getAsLong();
        }

        @Override
        public Integer standIn() {
            return 0;
        }

        @Override
        public String word() {
            return "IP protocol";
        }
    }
}
