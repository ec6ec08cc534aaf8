package io.holdfast.packet;

/**
 * A device, or what it needs, could not be used. The message says what was tried, why it failed, and the remedy.
 */
public final class DeviceException extends RuntimeException {
    public DeviceException(final String message) {
        super(message);
    }

    public DeviceException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
