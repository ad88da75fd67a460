import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.ExponentialBackoffRetry;

/**
 * Takes one lock over and over with Curator clients, and notes it: CONNECT NAME FOLDER LOCK CLIENTS. The lines are those of
 * HistoryEvent; the clock is the machine's monotonic one, in nanoseconds.
 */
public class CuratorWorker {
    static final int ASKED = 0, TAKEN = 1, TRUSTED = 2, STALLED = 3;
    static String name;
    static String path;
    static FileOutputStream history;
    static volatile boolean finishing;

    /** A mutex that tells its node. */
    static final class Mutex extends InterProcessMutex {
        Mutex(CuratorFramework client) { super(client, path); }

        String node() { return getLockPath(); }
    }

    public static void main(String[] args) throws Exception {
        name = args[1];
        path = args[3];
        history = new FileOutputStream(Path.of(args[2], name).toFile(), true);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Integer.parseInt(args[4]); i++) {
            int number = i;
            var client = CuratorFrameworkFactory.newClient(args[0], 4_000, 4_000, new ExponentialBackoffRetry(100, 29, 1_000));
            var losses = new AtomicInteger();
            client.getConnectionStateListenable().addListener((same, state) -> {
                if (state != ConnectionState.CONNECTED && state != ConnectionState.RECONNECTED) losses.incrementAndGet();
            });
            client.start();
            client.blockUntilConnected(60, TimeUnit.SECONDS);
            threads.add(new Thread(() -> work(client, number, losses)));
        }
        var stalls = new Thread(CuratorWorker::watchStalls);
        stalls.setDaemon(true);
        stalls.start();
        for (Thread thread : threads) thread.start();
        System.out.println("worker ready");
        var input = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = input.readLine()) != null && !line.equals("finish");) { }
        finishing = true;
        for (Thread thread : threads) thread.join();
        System.out.println("worker settled");
    }

    static void work(CuratorFramework client, int number, AtomicInteger losses) {
        try {
            int holds = 0;
            for (boolean last = false; !last; Thread.sleep(10)) {
                last = finishing;
                hold(client, name + "." + number + "-lock" + ++holds, losses);
            }
            client.close();
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    static void hold(CuratorFramework client, String hold, AtomicInteger losses) throws Exception {
        var mutex = new Mutex(client);
        note(ASKED, hold, 0, System.nanoTime(), path);
        try {
            mutex.acquire();
        } catch (Exception e) {
            // The servers were away for longer than it tries; another time.
            return;
        }
        try {
            int before = losses.get();
            var stat = client.checkExists().forPath(mutex.node());
            if (stat == null || stat.getEphemeralOwner() != client.getZookeeperClient().getZooKeeper().getSessionId()) return;
            note(TAKEN, hold, stat.getCzxid(), System.nanoTime(), path);
            for (int round = 0; round < 4; round++) {
                long at = System.nanoTime();
                if (losses.get() != before) return;
                note(TRUSTED, hold, 0, at, path);
                Thread.sleep(10);
            }
        } catch (org.apache.zookeeper.KeeperException e) {
            // Cut off while it was looked at.
        } finally {
            try {
                mutex.release();
            } catch (Exception e) {
                // It goes with the session, or in the background.
            }
        }
    }

    static void watchStalls() {
        long last = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(20);
                long now = System.nanoTime();
                if (now - last > 150_000_000L) note(STALLED, "", last, now, "");
                last = now;
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    static synchronized void note(int kind, String hold, long number, long at, String resource) throws Exception {
        history.write(String.format(
            "{\"At\":%d,\"Process\":\"%s\",\"Resource\":\"%s\",\"Kind\":%d,\"Id\":\"%s\",\"Number\":%d,\"Outcome\":0}\n", at, name, resource, kind, hold, number)
            .getBytes(StandardCharsets.UTF_8));
    }
}
