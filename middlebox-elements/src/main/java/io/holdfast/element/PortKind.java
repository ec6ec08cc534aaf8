package io.holdfast.element;

/** How packets pass a port: the upstream element pushes, the downstream one pulls, or either. */
enum PortKind {
    PUSH,
    PULL,
    AGNOSTIC;

    /** The kind of a port by its class's processing code, of whose letters the last goes on. */
    static PortKind of(final String side, final int port) {
        return switch (side.charAt(Math.min(port, side.length() - 1))) {
            case 'h' -> PUSH;
            case 'l' -> PULL;
            case 'a' -> AGNOSTIC;
            default -> throw new IllegalArgumentException("not a processing code: " + side);
        };
    }

    /** As handlers and messages show it. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
