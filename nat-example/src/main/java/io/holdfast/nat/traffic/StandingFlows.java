package io.holdfast.nat.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The client's side of many UDP flows that stand from the beginning, and are seldom used: what a middlebox must remember.
 *
 * <p>Few ports on either side make many flows: flow i goes from the client's port i modulo {@value #CLIENT_PORTS} to the
 * server's port i divided by that. All are used in passes: a first one, quickly, which establishes them; then slow ones;
 * at the end a last quick one. What is not answered is sent again and again; a flow without an answer for the stall limit
 * after a pass is broken.
 *
 * <p>Used by the client's thread.
 */
final class StandingFlows implements DatagramListener {
    /** Numbers of standing flows begin here. */
    static final long FIRST_FLOW = 1L << 32;

    /** Where the server's ports begin. */
    static final int FIRST_SERVER_PORT = 20_000;

    private static final int CLIENT_PORTS = 256;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long QUICK_PER_SECOND = 10_000;
    private static final long SLOW_PER_SECOND = 1_000;
    /** Sent in one turn at most: answers must be taken, too. */
    private static final int TURN_DATAGRAMS = 64;

    /** Not answered yet at most; after a silence they count as lost. */
    private static final int WINDOW_DATAGRAMS = 256;

    private static final long LOST_NS = 50_000_000;
    private static final long REPEAT_NS = 200_000_000;

    private final Network network;
    private final InetSocketAddress[] servers;
    private final DatagramPort[] ports = new DatagramPort[CLIENT_PORTS];
    private final Message message = new Message();
    private final int[] answeredPass;
    private final long[] brokenNs;
    private final long stallLimitNs;
    private final long openedNs;
    private int pass = 1;
    private int next;
    private int answered;
    private int brokenCount;
    private long messages;
    /** Of a pass, which has more than one round if something is not answered. */
    private long roundBeganNs;

    private long roundEndedNs;
    private long roundSent;
    /** When the first round ended. */
    private long sentAllNs = FlowRecord.NEVER;

    private long lastSentNs;
    private int underWay;
    private boolean isLastPass;
    private boolean isDone;

    StandingFlows(final Network network, final TrafficSettings settings, final long nowNs) {
        this.network = network;
        final int count = settings.standingFlows();
        answeredPass = new int[count];
        brokenNs = new long[count];
        Arrays.fill(brokenNs, FlowRecord.NEVER);
        servers = new InetSocketAddress[serverPorts(count)];
        Arrays.setAll(servers, i -> new InetSocketAddress(settings.serverAddress(), FIRST_SERVER_PORT + i));
        stallLimitNs = settings.stallLimitMs() * 1_000_000L;
        openedNs = nowNs;
        roundBeganNs = nowNs;
    }

    /** Ports of the server for so many flows. */
    static int serverPorts(final int flows) {
        return (flows + CLIENT_PORTS - 1) / CLIENT_PORTS;
    }

    /** Whether every flow has been answered once, or is broken. */
    boolean isEstablished() {
        return pass > 1 || count() == 0;
    }

    int count() {
        return answeredPass.length;
    }

    /** Flows that are not broken, as far as is known; before the first pass is over, those that were answered. */
    int standing() {
        return isEstablished() ? count() - brokenCount : answered;
    }

    int brokenCount() {
        return brokenCount;
    }

    /** Answers to datagrams. */
    long messages() {
        return messages;
    }

    /** Begins the last pass; once. */
    void finish(final long nowNs) {
        if (!isLastPass) {
            isLastPass = true;
            isDone = count() == 0;
            beginPass(nowNs);
        }
    }

    boolean isLastPass() {
        return isLastPass;
    }

    /** Whether the last pass is over. */
    boolean isDone() {
        return isDone;
    }

    /** Sends what is due; returns how much. */
    int doWork(final long nowNs) throws IOException {
        if (count() == 0 || isDone) {
            return 0;
        }
        if (answered + brokenCount == count() && next == count()) {
            endPass(nowNs);
            return 1;
        }
        if (next == count()) {
            afterAllWereSent(nowNs);
        }
        final long rate = pass == 1 || isLastPass ? QUICK_PER_SECOND : SLOW_PER_SECOND;
        final long due = Math.min((nowNs - roundBeganNs) * rate / NANOS_PER_SECOND - roundSent, room(nowNs));
        int work = 0;
        while (next < count() && work < due) {
            if (isAwaited(next)) {
                send(next, nowNs);
                work++;
            }
            if (++next == count()) {
                roundEndedNs = nowNs;
                sentAllNs = sentAllNs == FlowRecord.NEVER ? nowNs : sentAllNs;
            }
        }
        roundSent += work;
        underWay += work;
        lastSentNs = work > 0 ? nowNs : lastSentNs;
        return work;
    }

    /** How much may be sent now: hosts and nodes that are busy are not to lose what they need not. */
    private int room(final long nowNs) {
        if (nowNs - lastSentNs > LOST_NS) {
            underWay = 0;
        }
        return Math.clamp(WINDOW_DATAGRAMS - underWay, 0, TURN_DATAGRAMS);
    }

    private void endPass(final long nowNs) {
        if (isLastPass) {
            isDone = true;
        } else {
            beginPass(nowNs);
        }
    }

    private void beginPass(final long nowNs) {
        pass++;
        answered = 0;
        sentAllNs = FlowRecord.NEVER;
        beginRound(nowNs);
    }

    private void beginRound(final long nowNs) {
        next = 0;
        roundBeganNs = nowNs;
        roundSent = 0;
    }

    /** Those without an answer are sent again after a while, or given up. */
    private void afterAllWereSent(final long nowNs) {
        if (nowNs - sentAllNs > stallLimitNs) {
            for (int i = 0; i < count(); i++) {
                if (isAwaited(i)) {
                    brokenNs[i] = nowNs;
                    brokenCount++;
                }
            }
        } else if (nowNs - roundEndedNs > REPEAT_NS) {
            beginRound(nowNs);
        }
    }

    private boolean isAwaited(final int flow) {
        return answeredPass[flow] < pass && brokenNs[flow] == FlowRecord.NEVER;
    }

    private void send(final int flow, final long nowNs) throws IOException {
        final int port = flow % CLIENT_PORTS;
        if (ports[port] == null) {
            ports[port] = network.openDatagramPort(0, this);
        }
        ports[port].trySend(message.encodeRequest(FIRST_FLOW + flow, pass, nowNs), servers[flow / CLIENT_PORTS]);
    }

    @Override
    public void onDatagram(final DatagramPort port, final ByteBuffer payload, final InetSocketAddress source) {
        if (payload.remaining() != Message.LENGTH_BYTES || message.decode(payload, Message.ANSWER) != null) {
            return;
        }
        final long flow = message.flow() - FIRST_FLOW;
        if (flow >= 0
                && flow < count()
                && message.number() == pass
                && isAwaited((int) flow)
                && ports[(int) flow % CLIENT_PORTS] == port) {
            answeredPass[(int) flow] = pass;
            answered++;
            messages++;
            underWay--;
        }
    }

    /** What became of those that broke. */
    List<FlowRecord> broken() {
        final List<FlowRecord> records = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            if (brokenNs[i] != FlowRecord.NEVER) {
                records.add(new FlowRecord(
                        FIRST_FLOW + i,
                        FlowKind.UDP,
                        openedNs,
                        FlowRecord.NEVER,
                        FlowRecord.NEVER,
                        FlowRecord.NEVER,
                        brokenNs[i],
                        "a standing flow was answered no more",
                        answeredPass[i]));
            }
        }
        return records;
    }
}
