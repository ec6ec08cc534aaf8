package io.holdfast.packet.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.holdfast.packet.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * DPDK's functions as Java methods; the one class that holds their method handles.
 *
 * <p>Addresses are longs. Codes are as the functions return them: 0, or a negative errno. The static methods are those
 * of the data path: their handles are constants to the compiler, and the function's address is an argument.
 */
final class DpdkCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final int STRING_BYTES = 256;

    private static final FunctionDescriptor BURST = FunctionDescriptor.of(JAVA_SHORT, JAVA_LONG, JAVA_LONG, JAVA_SHORT);
    private static final MethodHandle BURST_PLAIN = LINKER.downcallHandle(BURST);
    private static final MethodHandle BURST_CRITICAL = LINKER.downcallHandle(BURST, Linker.Option.critical(false));
    private static final MethodHandle FREE_BULK = LINKER.downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT));
    private static final MethodHandle DEQUEUE =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

    private final DpdkLibrary library;
    private final MethodHandle version;
    private final MethodHandle strerror;
    private final MethodHandle openLogStream;
    private final MethodHandle ealInit;
    private final MethodHandle hotplugAdd;
    private final MethodHandle hotplugRemove;
    private final MethodHandle threadRegister;
    private final MethodHandle threadUnregister;
    private final MethodHandle poolCreate;
    private final MethodHandle poolFree;
    private final MethodHandle poolAvailable;
    private final MethodHandle mbufCopy;
    private final MethodHandle portByName;
    private final MethodHandle infoGet;
    private final MethodHandle configure;
    private final MethodHandle adjustDescriptors;
    private final MethodHandle rxQueueSetup;
    private final MethodHandle txQueueSetup;
    private final MethodHandle retaUpdate;
    private final MethodHandle retaQuery;
    private final MethodHandle start;
    private final MethodHandle stop;
    private final MethodHandle promiscuousEnable;
    private final MethodHandle macGet;
    private final MethodHandle linkGet;
    private final MethodHandle statsGet;

    DpdkCalls(final DpdkLibrary library) {
        this.library = library;
        version = function("rte_version", JAVA_LONG);
        strerror = function("rte_strerror", JAVA_LONG, JAVA_INT);
        openLogStream = function("rte_openlog_stream", JAVA_INT, JAVA_LONG);
        ealInit = function("rte_eal_init", JAVA_INT, JAVA_INT, JAVA_LONG);
        hotplugAdd = function("rte_eal_hotplug_add", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        hotplugRemove = function("rte_eal_hotplug_remove", JAVA_INT, JAVA_LONG, JAVA_LONG);
        threadRegister = function("rte_thread_register", JAVA_INT);
        threadUnregister = function("rte_thread_unregister", null);
        poolCreate = function(
                "rte_pktmbuf_pool_create", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_SHORT, JAVA_SHORT, JAVA_INT);
        poolFree = function("rte_mempool_free", null, JAVA_LONG);
        poolAvailable = function("rte_mempool_avail_count", JAVA_INT, JAVA_LONG);
        mbufCopy = function("rte_pktmbuf_copy", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT);
        portByName = function("rte_eth_dev_get_port_by_name", JAVA_INT, JAVA_LONG, JAVA_LONG);
        infoGet = function("rte_eth_dev_info_get", JAVA_INT, JAVA_SHORT, JAVA_LONG);
        configure = function("rte_eth_dev_configure", JAVA_INT, JAVA_SHORT, JAVA_SHORT, JAVA_SHORT, JAVA_LONG);
        adjustDescriptors = function("rte_eth_dev_adjust_nb_rx_tx_desc", JAVA_INT, JAVA_SHORT, JAVA_LONG, JAVA_LONG);
        rxQueueSetup = function(
                "rte_eth_rx_queue_setup", JAVA_INT, JAVA_SHORT, JAVA_SHORT, JAVA_SHORT, JAVA_INT, JAVA_LONG, JAVA_LONG);
        txQueueSetup =
                function("rte_eth_tx_queue_setup", JAVA_INT, JAVA_SHORT, JAVA_SHORT, JAVA_SHORT, JAVA_INT, JAVA_LONG);
        retaUpdate = function("rte_eth_dev_rss_reta_update", JAVA_INT, JAVA_SHORT, JAVA_LONG, JAVA_SHORT);
        retaQuery = function("rte_eth_dev_rss_reta_query", JAVA_INT, JAVA_SHORT, JAVA_LONG, JAVA_SHORT);
        start = function("rte_eth_dev_start", JAVA_INT, JAVA_SHORT);
        stop = function("rte_eth_dev_stop", JAVA_INT, JAVA_SHORT);
        promiscuousEnable = function("rte_eth_promiscuous_enable", JAVA_INT, JAVA_SHORT);
        macGet = function("rte_eth_macaddr_get", JAVA_INT, JAVA_SHORT, JAVA_LONG);
        linkGet = function("rte_eth_link_get_nowait", JAVA_INT, JAVA_SHORT, JAVA_LONG);
        statsGet = function("rte_eth_stats_get", JAVA_INT, JAVA_SHORT, JAVA_LONG);
    }

    /** Calls a driver's rx_burst or tx_burst; to be used where that makes system calls. */
    static int burst(final MemorySegment function, final long queue, final long mbufs, final int count) {
        try {
            return (short) BURST_PLAIN.invokeExact(function, queue, mbufs, (short) count) & 0xffff;
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls a driver's rx_burst or tx_burst without letting the JVM know; for those that only touch memory. */
    static int burstCritical(final MemorySegment function, final long queue, final long mbufs, final int count) {
        try {
            return (short) BURST_CRITICAL.invokeExact(function, queue, mbufs, (short) count) & 0xffff;
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** Calls {@code rte_pktmbuf_free_bulk}. */
    static void freeBulk(final MemorySegment function, final long mbufs, final int count) {
        try {
            FREE_BULK.invokeExact(function, mbufs, count);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** Takes exactly so many objects from a mempool's ring; 0 if it had them. */
    static int dequeue(final MemorySegment function, final long mempool, final long mbufs, final int count) {
        try {
            return (int) DEQUEUE.invokeExact(function, mempool, mbufs, count);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    DpdkLibrary library() {
        return library;
    }

    /** A function to be called by one of the static methods. */
    MemorySegment function(final String name) {
        return MemorySegment.ofAddress(library.address(name));
    }

    /** Such as {@code DPDK 22.11.11}. */
    String version() {
        return string(invokeLong(version));
    }

    /** Text of an errno, DPDK's own ones included. */
    String errorText(final int errno) {
        return string(invokeLong(strerror, errno));
    }

    /** The calling thread's {@code rte_errno}. */
    int errno() {
        return NativeMemory.getInt(library.address("per_lcore__rte_errno"));
    }

    int openLogStream(final long file) {
        return invoke(openLogStream, file);
    }

    int ealInit(final int count, final long arguments) {
        return invoke(ealInit, count, arguments);
    }

    int hotplugAdd(final String bus, final String device, final String arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return invoke(hotplugAdd, text(arena, bus), text(arena, device), text(arena, arguments));
        }
    }

    int hotplugRemove(final String bus, final String device) {
        try (Arena arena = Arena.ofConfined()) {
            return invoke(hotplugRemove, text(arena, bus), text(arena, device));
        }
    }

    int threadRegister() {
        return invoke(threadRegister);
    }

    void threadUnregister() {
        invoke(threadUnregister);
    }

    /** Makes a mempool of mbufs; 0 if that failed. */
    long poolCreate(final String name, final int mbufs, final int cacheMbufs) {
        try (Arena arena = Arena.ofConfined()) {
            return invokeLong(
                    poolCreate, text(arena, name), mbufs, cacheMbufs, (short) 0, (short) MbufLayout.BUFFER_BYTES, -1);
        }
    }

    void poolFree(final long mempool) {
        invoke(poolFree, mempool);
    }

    int poolAvailable(final long mempool) {
        return invoke(poolAvailable, mempool);
    }

    /** Copies an mbuf into a new one, which comes from the calling thread's cache if that has one; 0 if none is left. */
    long mbufCopy(final long mbuf, final long mempool) {
        return invokeLong(mbufCopy, mbuf, mempool, 0, -1);
    }

    /** Number of the port with that device name, or a negative code. */
    int portByName(final String name) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment port = arena.allocate(JAVA_SHORT);
            final int code = invoke(portByName, text(arena, name), port.address());
            return code < 0 ? code : Short.toUnsignedInt(port.get(JAVA_SHORT, 0));
        }
    }

    int infoGet(final int port, final long info) {
        return invoke(infoGet, (short) port, info);
    }

    int configure(final int port, final int queues, final long conf) {
        return invoke(configure, (short) port, (short) queues, (short) queues, conf);
    }

    int adjustDescriptors(final int port, final long rxCount, final long txCount) {
        return invoke(adjustDescriptors, (short) port, rxCount, txCount);
    }

    int rxQueueSetup(final int port, final int queue, final int descriptors, final long mempool) {
        return invoke(rxQueueSetup, (short) port, (short) queue, (short) descriptors, -1, 0L, mempool);
    }

    int txQueueSetup(final int port, final int queue, final int descriptors) {
        return invoke(txQueueSetup, (short) port, (short) queue, (short) descriptors, -1, 0L);
    }

    int retaUpdate(final int port, final long groups, final int entries) {
        return invoke(retaUpdate, (short) port, groups, (short) entries);
    }

    int retaQuery(final int port, final long groups, final int entries) {
        return invoke(retaQuery, (short) port, groups, (short) entries);
    }

    int start(final int port) {
        return invoke(start, (short) port);
    }

    int stop(final int port) {
        return invoke(stop, (short) port);
    }

    int promiscuousEnable(final int port) {
        return invoke(promiscuousEnable, (short) port);
    }

    int macGet(final int port, final long mac) {
        return invoke(macGet, (short) port, mac);
    }

    int linkGet(final int port, final long link) {
        return invoke(linkGet, (short) port, link);
    }

    int statsGet(final int port, final long stats) {
        return invoke(statsGet, (short) port, stats);
    }

    private MethodHandle function(final String name, final MemoryLayout result, final MemoryLayout... arguments) {
        final FunctionDescriptor descriptor =
                result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
        return LINKER.downcallHandle(MemorySegment.ofAddress(library.address(name)), descriptor);
    }

    private static long text(final Arena arena, final String text) {
        return arena.allocateFrom(text).address();
    }

    private static String string(final long address) {
        return MemorySegment.ofAddress(address).reinterpret(STRING_BYTES).getString(0);
    }

    private static int invoke(final MethodHandle handle, final Object... arguments) {
        try {
            final Object result = handle.invokeWithArguments(arguments);
            return result == null ? 0 : (int) result;
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    private static long invokeLong(final MethodHandle handle, final Object... arguments) {
        try {
            return (long) handle.invokeWithArguments(arguments);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(final Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
}
