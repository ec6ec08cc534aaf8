package io.holdfast.nat.run;

import java.nio.charset.StandardCharsets;

/**
 * One connection's side of the text protocol {@code Click::ControlSocket/1.3}: bytes in, bytes out.
 *
 * <p>Commands are lines that end with CR, LF or CRLF; answers end with CRLF. Bytes stand for the characters U+0000 to
 * U+00FF, so that data of any kind passes unchanged.
 */
final class ControlProtocol {
    /** Longest line of a command, and most bytes of its data. */
    static final int MAX_REQUEST_BYTES = 1 << 20;

    static final String GREETING = "Click::ControlSocket/1.3\r\n";
    private static final String END = "\r\n";

    private final RunHandlers handlers;
    private final boolean isReadOnly;
    private final StringBuilder input = new StringBuilder();
    private final StringBuilder output = new StringBuilder();
    private boolean isClosed;

    ControlProtocol(final RunHandlers handlers, final boolean isReadOnly) {
        this.handlers = handlers;
        this.isReadOnly = isReadOnly;
    }

    /** Takes what the other side sent; answers what is to be sent to it. */
    byte[] receive(final byte[] bytes, final int length) {
        input.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        boolean progress = true;
        while (progress && !isClosed) {
            progress = step();
        }
        if (input.length() > MAX_REQUEST_BYTES) {
            message(521, "Request too long, limit " + MAX_REQUEST_BYTES + " bytes.");
            isClosed = true;
        }
        final byte[] answer = output.toString().getBytes(StandardCharsets.ISO_8859_1);
        output.setLength(0);
        return answer;
    }

    /** Whether the connection is to be closed when the last answer is sent. */
    boolean isClosed() {
        return isClosed;
    }

    /** Executes the next command, if it is there whole. */
    private boolean step() {
        final int end = lineEnd(0);
        if (end < 0) {
            return false;
        }
        final int next = afterLine(end);
        final String line = input.substring(0, end);
        final String[] words = line.strip().split("\\s+", 3);
        final String command = words[0].toUpperCase(java.util.Locale.ROOT);
        switch (command) {
            case "READDATA", "WRITEDATA" -> {
                return withData(command, words, next);
            }
            case "READUNTIL", "WRITEUNTIL" -> {
                return withLines(command, words, next);
            }
            default -> {
                input.delete(0, next);
                execute(command, words);
                return true;
            }
        }
    }

    private void execute(final String command, final String[] words) {
        switch (command) {
            case "" -> {}
            case "READ" -> read(words, words.length < 3 ? "" : words[2]);
            case "WRITE" -> write(words, words.length < 3 ? "" : words[2]);
            case "CHECKREAD" -> check(words, false);
            case "CHECKWRITE" -> check(words, true);
            case "LLRPC" -> message(501, "LLRPC is not implemented.");
            case "QUIT", "CLOSE", "EXIT" -> {
                message(200, "Goodbye!");
                isClosed = true;
            }
            case "HELP" -> help();
            default -> message(501, "Unimplemented command '" + words[0] + "'.");
        }
    }

    private void help() {
        output.append("200-Commands supported:").append(END);
        for (final String line : new String[] {
            "READ handler [arg...]", "READDATA handler len", "READUNTIL handler terminator", "WRITE handler [arg...]",
            "WRITEDATA handler len", "WRITEUNTIL handler terminator", "CHECKREAD handler", "CHECKWRITE handler"
        }) {
            output.append("200-").append(line).append(END);
        }
        output.append("200 QUIT").append(END);
    }

    private boolean withData(final String command, final String[] words, final int next) {
        if (words.length != 3 || !words[2].matches("\\d{1,9}")) {
            input.delete(0, next);
            message(500, "Syntax error in '" + command.toLowerCase(java.util.Locale.ROOT) + "'.");
            return true;
        }
        final int length = Integer.parseInt(words[2]);
        if (length > MAX_REQUEST_BYTES) {
            input.delete(0, next);
            message(521, "Data too long, limit " + MAX_REQUEST_BYTES + " bytes.");
            isClosed = true;
            return true;
        }
        if (input.length() < next + length) {
            return false;
        }
        final String data = input.substring(next, next + length);
        input.delete(0, next + length);
        if (command.startsWith("READ")) {
            read(words, data);
        } else {
            write(words, data);
        }
        return true;
    }

    private boolean withLines(final String command, final String[] words, final int next) {
        final String terminator = words.length < 3 ? "" : words[2].stripTrailing();
        int begin = next;
        for (int end = lineEnd(begin); end >= 0; end = lineEnd(begin)) {
            if (input.substring(begin, end).stripTrailing().equals(terminator)) {
                final String data = input.substring(next, begin);
                input.delete(0, afterLine(end));
                if (command.startsWith("READ")) {
                    read(words, data);
                } else {
                    write(words, data);
                }
                return true;
            }
            begin = afterLine(end);
        }
        return false;
    }

    private int lineEnd(final int begin) {
        for (int i = begin; i < input.length(); i++) {
            final char c = input.charAt(i);
            // A CR at the very end may be the first half of a CRLF; what follows decides, but a command is not kept
            // waiting.
            if (c == '\n' || c == '\r') {
                return i;
            }
        }
        return -1;
    }

    private int afterLine(final int end) {
        final boolean isPair = input.charAt(end) == '\r' && end + 1 < input.length() && input.charAt(end + 1) == '\n';
        return isPair ? end + 2 : end + 1;
    }

    private void read(final String[] words, final String arguments) {
        final String handler = handler(words, false);
        if (handler == null) {
            return;
        }
        try {
            final String value = handlers.read(handler, arguments);
            message(200, "Read handler '" + words[1] + "' OK");
            output.append("DATA ").append(value.length()).append(END).append(value);
        } catch (final IllegalArgumentException e) {
            messages(520, "Read handler '" + words[1] + "' error", e.getMessage());
        }
    }

    private void write(final String[] words, final String value) {
        final String handler = handler(words, true);
        if (handler == null) {
            return;
        }
        try {
            handlers.write(handler, value);
            message(200, "Write handler '" + words[1] + "' OK");
        } catch (final IllegalArgumentException e) {
            messages(520, "Write handler '" + words[1] + "' error", e.getMessage());
        }
    }

    private void check(final String[] words, final boolean isWrite) {
        if (handler(words, isWrite) != null) {
            message(200, (isWrite ? "Write" : "Read") + " handler '" + words[1] + "' OK");
        }
    }

    /** The full name of the handler that a command names; null, and the fault is answered, if it may not be used. */
    private String handler(final String[] words, final boolean isWrite) {
        if (words.length < 2) {
            message(500, "Wrong number of arguments.");
            return null;
        }
        final int dot = words[1].lastIndexOf('.');
        final String element = dot < 0 ? "" : words[1].substring(0, dot);
        final String name = element.matches("\\d{1,6}") ? handlers.elementName(Integer.parseInt(element)) : element;
        if (dot > 0 && (name == null || !handlers.hasElement(name))) {
            message(510, "No element named '" + element + "'");
            return null;
        }
        final String handler = dot > 0 ? name + words[1].substring(dot) : words[1].substring(dot + 1);
        final boolean exists = isWrite ? handlers.hasWriter(handler) : handlers.hasReader(handler);
        if (!exists) {
            final boolean isOther = isWrite ? handlers.hasReader(handler) : handlers.hasWriter(handler);
            message(
                    isOther ? 530 : 511,
                    isOther
                            ? "Handler '" + words[1] + "' " + (isWrite ? "read-only" : "write-only")
                            : "No handler named '" + words[1] + "'");
            return null;
        }
        if (isWrite && isReadOnly) {
            message(530, "Permission denied for '" + words[1] + "'");
            return null;
        }
        return handler;
    }

    private void messages(final int code, final String first, final String lines) {
        output.append(code).append('-').append(first).append(':').append(END);
        final String[] parts = String.valueOf(lines).split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
            output.append(code)
                    .append(i + 1 < parts.length ? "-" : " ")
                    .append(parts[i])
                    .append(END);
        }
    }

    private void message(final int code, final String text) {
        output.append(code).append(' ').append(text).append(END);
    }
}
