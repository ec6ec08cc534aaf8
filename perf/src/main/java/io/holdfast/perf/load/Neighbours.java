package io.holdfast.perf.load;

import io.holdfast.packet.NativeMemory;

/**
 * Plays the hosts' part in address resolution: tells the box where they are, and answers when it asks.
 *
 * <p>Used by the generator's thread.
 */
final class Neighbours {
    private static final int FRAME_BYTES = 60;
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final long BROADCAST = 0xffff_ffff_ffffL;

    private final AddressPlan addresses;
    private final LoadPort lan;
    private final LoadPort wan;
    private final long frame = NativeMemory.allocate(FRAME_BYTES);
    private long answeredCount;

    Neighbours(final AddressPlan addresses, final LoadPort lan, final LoadPort wan) {
        this.addresses = addresses;
        this.lan = lan;
        this.wan = wan;
    }

    /** Asks for the box on behalf of the gateway and of each host, so that it knows them. */
    void introduce() {
        send(wan, BROADCAST, REQUEST, AddressPlan.GATEWAY_MAC, AddressPlan.GATEWAY_IP, 0, AddressPlan.WAN_IP);
        wan.flush();
        for (int host = 0; host < addresses.hosts(); host++) {
            send(lan, BROADCAST, REQUEST, AddressPlan.HOST_MAC, AddressPlan.hostIp(host), 0, AddressPlan.LAN_IP);
        }
        lan.flush();
    }

    /** Answers if the frame asks for one of the LAN's hosts. */
    void onLanFrame(final long at, final int length) {
        if (isRequest(at, length) && addresses.isHost(NativeMemory.getIntBe(at + 38))) {
            answer(lan, at, AddressPlan.HOST_MAC);
        }
    }

    /** Answers if the frame asks for the gateway. */
    void onWanFrame(final long at, final int length) {
        if (isRequest(at, length) && NativeMemory.getIntBe(at + 38) == AddressPlan.GATEWAY_IP) {
            answer(wan, at, AddressPlan.GATEWAY_MAC);
        }
    }

    long answeredCount() {
        return answeredCount;
    }

    private static boolean isRequest(final long at, final int length) {
        return length >= 42
                && NativeMemory.getShortBe(at + 12) == FrameLayout.TYPE_ARP
                && NativeMemory.getShortBe(at + 20) == REQUEST;
    }

    private void answer(final LoadPort port, final long request, final long ownMac) {
        final int ownIp = NativeMemory.getIntBe(request + 38);
        final long askerMac = mac(request + 22);
        send(port, askerMac, REPLY, ownMac, ownIp, askerMac, NativeMemory.getIntBe(request + 28));
        port.flush();
        answeredCount++;
    }

    private void send(
            final LoadPort port,
            final long destination,
            final int operation,
            final long ownMac,
            final int ownIp,
            final long targetMac,
            final int targetIp) {
        putMac(0, destination);
        putMac(6, ownMac);
        NativeMemory.putShortBe(frame + 12, FrameLayout.TYPE_ARP);
        NativeMemory.putIntBe(frame + 14, 0x0001_0800);
        NativeMemory.putShortBe(frame + 18, 0x0604);
        NativeMemory.putShortBe(frame + 20, operation);
        putMac(22, ownMac);
        NativeMemory.putIntBe(frame + 28, ownIp);
        putMac(32, targetMac);
        NativeMemory.putIntBe(frame + 38, targetIp);
        port.send(frame, FRAME_BYTES);
    }

    private void putMac(final int offset, final long mac) {
        NativeMemory.putShortBe(frame + offset, (int) (mac >>> 32));
        NativeMemory.putIntBe(frame + offset + 2, (int) mac);
    }

    private static long mac(final long at) {
        return (long) NativeMemory.getShortBe(at) << 32 | NativeMemory.getIntBe(at + 2) & 0xffff_ffffL;
    }

    void close() {
        NativeMemory.release(frame);
    }
}
