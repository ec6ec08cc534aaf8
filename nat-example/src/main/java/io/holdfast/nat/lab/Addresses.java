package io.holdfast.nat.lab;

import java.util.LinkedHashMap;
import java.util.Map;

/** The lab's address plan; the same in both kinds of lab. */
public final class Addresses {
    public static final String CLIENT_IP = "10.77.0.10";
    public static final String SERVER_IP = "198.51.100.10";
    /** The pair's virtual address towards the client: the client's default route. */
    public static final String LAN_IP = "10.77.0.1";
    /** The pair's virtual address towards the server: what flows are translated to. */
    public static final String WAN_IP = "198.51.100.1";

    public static final String WAN_NETWORK = "198.51.100.0/24";
    public static final String LAN_MAC = "02:00:5e:00:01:01";
    public static final String WAN_MAC = "02:00:5e:00:01:02";
    public static final int PREFIX_BITS = 24;

    static final String NODE_A_SYNC_IP = "10.99.0.1";
    static final String NODE_B_SYNC_IP = "10.99.0.2";
    static final String WITNESS_SYNC_IP = "10.99.0.3";
    static final int SYNC_PORT = 40100;
    static final int SYNC_MTU_BYTES = 9000;

    private Addresses() {}

    /** What a node's graph is told about the lab. */
    static Map<String, String> graphVariables() {
        final Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LAN_IP", LAN_IP);
        variables.put("LAN_MAC", LAN_MAC);
        variables.put("WAN_IP", WAN_IP);
        variables.put("WAN_MAC", WAN_MAC);
        variables.put("WAN_NET", WAN_NETWORK);
        return variables;
    }
}
