package io.holdfast.element;

/**
 * A control socket that a configuration asks for.
 *
 * @param isTcp whether it is a TCP port, else a Unix domain socket
 * @param address port number, or file name
 * @param isReadOnly whether handlers may only be read
 * @param isVerbose whether connections are reported
 * @param isLocal whether a TCP port takes connections of this machine only
 * @param retries how often opening it is tried again, once a second
 */
public record ControlService(
        boolean isTcp, String address, boolean isReadOnly, boolean isVerbose, boolean isLocal, int retries) {}
