package io.holdfast.element.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A column of an IP summary dump. */
enum SummaryField {
    TIMESTAMP("timestamp", "ts"),
    TS_SEC("ts_sec"),
    TS_USEC("ts_usec"),
    IP_SRC("ip_src", "src"),
    IP_DST("ip_dst", "dst"),
    IP_FRAG("ip_frag", "frag"),
    IP_FRAGOFF("ip_fragoff", "fragoff"),
    IP_LEN("ip_len"),
    LEN("len", "length"),
    IP_PROTO("ip_proto", "proto"),
    IP_ID("ip_id", "id"),
    IP_TTL("ip_ttl", "ttl"),
    IP_TOS("ip_tos", "tos"),
    SPORT("sport"),
    DPORT("dport"),
    TCP_SEQ("tcp_seq", "tcp_seqno"),
    TCP_ACK("tcp_ack", "tcp_ackno"),
    TCP_FLAGS("tcp_flags"),
    TCP_WINDOW("tcp_window", "tcp_win"),
    PAYLOAD_LEN("payload_len", "payload_length"),
    COUNT("count", "pkt_count"),
    LINK("link", "direction"),
    AGGREGATE("aggregate", "agg");

    private final List<String> names;

    SummaryField(final String... names) {
        this.names = List.of(names);
    }

    /** Its name in files. */
    String text() {
        return names.getFirst();
    }

    /** The field of a name, with blanks or underscores; null if there is none. */
    static SummaryField find(final String name) {
        final String wanted = name.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "_");
        for (final SummaryField field : values()) {
            if (field.names.contains(wanted)) {
                return field;
            }
        }
        return null;
    }

    /**
     * Reads a list of names, separated by blanks; names that contain blanks are in quotes.
     *
     * @param onUnknown takes each name that there is not
     */
    static List<SummaryField> parse(final String text, final Consumer<String> onUnknown) {
        final List<SummaryField> fields = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            final char first = text.charAt(at);
            if (Character.isWhitespace(first)) {
                at++;
                continue;
            }
            final boolean isQuoted = first == '"' || first == '\'';
            final int begin = isQuoted ? at + 1 : at;
            int end = begin;
            while (end < text.length()
                    && (isQuoted ? text.charAt(end) != first : !Character.isWhitespace(text.charAt(end)))) {
                end++;
            }
            final String name = text.substring(begin, end);
            final SummaryField field = find(name);
            if (field == null) {
                onUnknown.accept(name);
            } else {
                fields.add(field);
            }
            at = end + 1;
        }
        return fields;
    }

    /** The names of fields as a file's {@code !data} line has them. */
    static String text(final List<SummaryField> fields) {
        final StringBuilder text = new StringBuilder();
        for (final SummaryField field : fields) {
            text.append(text.isEmpty() ? "" : " ").append(field.text());
        }
        return text.toString();
    }
}
