import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.ExponentialBackoffRetry;

/**
 * Curator's side of the scenario locks: waiters take one InterProcessMutex and give it back, over and over. Prints JSON lines.
 * Arguments: [waiters=2,20,200] [secs=5] [sessions=20]; environment: ZKB_HOSTS.
 */
public class Locks {
    static final String HOSTS = System.getenv().getOrDefault("ZKB_HOSTS", "127.0.0.1:21811");

    static final double WARM_UP = 2;

    public static void main(String[] args) throws Exception {
        Map<String, String> arguments = new HashMap<>();
        for (String arg : args) arguments.put(arg.split("=", 2)[0], arg.split("=", 2)[1]);
        double seconds = Double.parseDouble(arguments.getOrDefault("secs", "5"));
        // The code is compiled while it runs, which the first cell would pay for.
        List<CuratorFramework> first = connect(2);
        run(first, 20, WARM_UP);
        for (CuratorFramework client : first) client.close();
        for (String text : arguments.getOrDefault("waiters", "2,20,200").split(",")) {
            int waiters = Integer.parseInt(text);
            int sessions = Math.min(waiters, Integer.parseInt(arguments.getOrDefault("sessions", "20")));
            List<CuratorFramework> clients = connect(sessions);
            run(clients, waiters, seconds * 0.2);
            long before = received();
            long n = run(clients, waiters, seconds);
            System.out.println(String.format(Locale.ROOT,
                "{\"client\":\"curator\",\"scenario\":\"locks\",\"waiters\":%d,\"sessions\":%d,\"n\":%d,\"secs\":%.3f,\"handovers_s\":%.1f,\"requests_each\":%.2f}",
                waiters, sessions, n, seconds, n / seconds, (double) (received() - before) / Math.max(1, n + waiters)));
            for (CuratorFramework client : clients) client.close();
        }
    }

    static List<CuratorFramework> connect(int sessions) throws InterruptedException {
        List<CuratorFramework> clients = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            CuratorFramework client = CuratorFrameworkFactory.newClient(HOSTS, 30_000, 15_000, new ExponentialBackoffRetry(100, 10));
            client.start();
            client.blockUntilConnected();
            clients.add(client);
        }

        return clients;
    }

    static long run(List<CuratorFramework> clients, int waiters, double seconds) throws Exception {
        String path = "/bench/locks/curator-" + ProcessHandle.current().pid() + "-" + waiters;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        AtomicLong count = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            InterProcessMutex mutex = new InterProcessMutex(clients.get(i % clients.size()), path);
            Thread thread = new Thread(() -> {
                try {
                    while (System.nanoTime() < end) {
                        mutex.acquire();
                        if (System.nanoTime() < end) count.incrementAndGet();
                        mutex.release();
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) thread.join();
        return count.get();
    }

    static long received() throws Exception {
        long sum = 0;
        for (String host : HOSTS.split(",")) {
            int colon = host.lastIndexOf(':');
            try (Socket socket = new Socket(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)))) {
                socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
                for (String line : new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split("\n"))
                    if (line.startsWith("Received: ")) sum += Long.parseLong(line.substring(10).trim());
            }
        }
        return sum;
    }
}
