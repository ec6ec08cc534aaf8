package io.holdfast.perf;

import io.holdfast.log.secure.HmacSha256;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What an authenticator for one datagram costs, by method.
 *
 * <p>One thread; a payload that is in the cache: a status message with its trailer, a short record, a full datagram.
 * Single calls are sampled: their median tells the cost on a machine that does other work, too; some 25 ns of it are the
 * clock. Not measured: sockets, copying. Run with {@code -prof gc} for what is allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AuthenticationBenchmark {
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;

    private final byte[] tag = new byte[64];
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final SecretKeySpec aesKey = new SecretKeySpec(new byte[32], "AES");
    private HmacSha256 ours;
    private Mac platform;
    private Cipher gcm;
    private byte[] payload;
    private byte[] sealed;
    private long number;

    @Param({"80", "256", "1472", "8240"})
    private int bytes;

    /** Makes keys and payload. */
    @Setup
    public void open() throws GeneralSecurityException {
        payload = new byte[bytes];
        sealed = new byte[bytes + tag.length];
        ours = new HmacSha256(new byte[32]);
        platform = Mac.getInstance("HmacSHA256");
        platform.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        gcm = Cipher.getInstance("AES/GCM/NoPadding");
    }

    /** What Holdfast uses. */
    @Benchmark
    public byte[] hmacWithoutGarbage() {
        ours.begin().update(payload, 0, bytes).end(tag, 0);
        return tag;
    }

    /** The same by the JDK's class. */
    @Benchmark
    public byte[] hmacOfThePlatform() throws GeneralSecurityException {
        platform.update(payload, 0, bytes);
        platform.doFinal(tag, 0);
        return tag;
    }

    /** AES-256-GCM that only authenticates (GMAC). */
    @Benchmark
    public byte[] gmac() throws GeneralSecurityException {
        initialise();
        gcm.updateAAD(payload, 0, bytes);
        gcm.doFinal(tag, 0);
        return tag;
    }

    /** AES-256-GCM that encrypts, too. */
    @Benchmark
    public byte[] aesGcm() throws GeneralSecurityException {
        initialise();
        gcm.doFinal(payload, 0, bytes, sealed, 0);
        return sealed;
    }

    private void initialise() throws GeneralSecurityException {
        ByteBuffer.wrap(nonce).putLong(++number);
        gcm.init(Cipher.ENCRYPT_MODE, aesKey, new GCMParameterSpec(TAG_BITS, nonce));
    }
}
