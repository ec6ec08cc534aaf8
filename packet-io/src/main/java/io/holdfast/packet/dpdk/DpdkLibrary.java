package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The DPDK libraries that this process has loaded, all of one ABI.
 *
 * <p>The newest ABI whose {@code librte_eal} loads is taken. If another of its libraries does not load then, that is
 * an error and no reason to try an older ABI: two of them in one process would share symbols.
 */
public final class DpdkLibrary {
    /** Suffixes of the library names: DPDK 25.11, 24.11, 23.11, 22.11. */
    static final int[] KNOWN_ABIS = {26, 25, 24, 23};

    private static final String REMEDY =
            "Remedy: apt install dpdk libdpdk-dev (Debian 12 or later), or name the directory of the librte_*.so files"
                    + " in HOLDFAST_DPDK_DIR";
    /** In the order of their dependencies; those before librte_eal may be missing or built in. */
    private static final List<String> DEPENDENCIES = List.of("librte_log", "librte_kvargs", "librte_telemetry");

    private static final List<String> LIBRARIES =
            List.of("librte_eal", "librte_ring", "librte_mempool", "librte_mbuf", "librte_ethdev");

    private final int abi;
    private final Path directory;
    private final List<SymbolLookup> lookups;
    private final FastPathLayout fastPath;

    private DpdkLibrary(final int abi, final Path directory, final List<SymbolLookup> lookups) {
        this.abi = abi;
        this.directory = directory;
        this.lookups = lookups;
        fastPath = detectLayout();
    }

    /**
     * Loads the libraries.
     *
     * @param directory where they are, or null for the system's library path
     * @throws DeviceException if they are missing, incomplete or of an unknown ABI
     */
    static DpdkLibrary load(final Path directory) {
        final List<String> failures = new ArrayList<>();
        for (final int abi : KNOWN_ABIS) {
            final List<SymbolLookup> lookups = new ArrayList<>();
            for (final String dependency : DEPENDENCIES) {
                tryLoad(directory, dependency, abi, lookups);
            }
            final String failure = tryLoad(directory, LIBRARIES.getFirst(), abi, lookups);
            if (failure != null) {
                failures.add(failure);
                continue;
            }
            for (final String library : LIBRARIES.subList(1, LIBRARIES.size())) {
                final String incomplete = tryLoad(directory, library, abi, lookups);
                if (incomplete != null) {
                    throw new DeviceException("DPDK is installed incompletely: " + incomplete + ". " + REMEDY);
                }
            }
            return new DpdkLibrary(abi, directory, lookups);
        }
        throw new DeviceException("DPDK is not installed" + (directory == null ? "" : " in " + directory) + ": "
                + String.join("; ", failures) + ". " + REMEDY);
    }

    /** What keeps the libraries from being used, or null. Loads them; starts nothing. */
    public static String problem(final Path directory) {
        try {
            load(directory);
            return null;
        } catch (final DeviceException e) {
            return e.getMessage();
        }
    }

    /** Suffix of the library names. */
    int abi() {
        return abi;
    }

    FastPathLayout fastPath() {
        return fastPath;
    }

    /** The driver directory below an overridden library directory, or null to leave it to DPDK. */
    Path driverDirectory() {
        final Path drivers = directory == null ? null : directory.resolve("dpdk/pmds-" + abi + ".0");
        return drivers != null && Files.isDirectory(drivers) ? drivers : null;
    }

    /** Address of a function or variable; of a thread-local one, that of the calling thread. */
    long address(final String symbol) {
        for (final SymbolLookup lookup : lookups) {
            final var found = lookup.find(symbol);
            if (found.isPresent()) {
                return found.get().address();
            }
        }
        throw new DeviceException("the DPDK libraries with suffix ." + abi + " have no " + symbol + ". " + REMEDY);
    }

    private FastPathLayout detectLayout() {
        final long table = address("rte_eth_fp_ops");
        final long[] words = new long[FastPathLayout.STRIDE_BYTES / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = NativeMemory.getLong(table + (long) i * Long.BYTES);
        }
        return FastPathLayout.detect(abi, words, CodeRanges.ofThisProcess()::contains, FastPathLayout.KNOWN);
    }

    private static String tryLoad(
            final Path directory, final String library, final int abi, final List<SymbolLookup> lookups) {
        final String name = library + ".so." + abi;
        try {
            lookups.add(
                    directory == null
                            ? SymbolLookup.libraryLookup(name, Arena.global())
                            : SymbolLookup.libraryLookup(directory.resolve(name), Arena.global()));
            return null;
        } catch (final IllegalArgumentException e) {
            return name + " does not load";
        }
    }
}
