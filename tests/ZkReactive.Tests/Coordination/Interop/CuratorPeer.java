import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.nodes.GroupMember;
import org.apache.curator.retry.ExponentialBackoffRetry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.TreeSet;

/** Curator's side of the tests in which both clients share a path: KIND SERVERS PATH ARGUMENTS. */
public class CuratorPeer {
    interface Section { void run() throws Exception; }

    public static void main(String[] args) throws Exception {
        var client = CuratorFrameworkFactory.newClient(args[1], 10_000, 10_000, new ExponentialBackoffRetry(100, 20));
        client.start();
        client.blockUntilConnected();
        var input = new BufferedReader(new InputStreamReader(System.in));
        switch (args[0]) {
            case "mutex" -> {
                var mutex = new InterProcessMutex(client, args[2]);
                for (int i = 0; i < Integer.parseInt(args[4]); i++) {
                    mutex.acquire();
                    try { count(client, args[3]); } finally { mutex.release(); }
                }
            }
            case "write" -> {
                var mutex = new InterProcessReadWriteLock(client, args[2]).writeLock();
                for (int i = 0; i < Integer.parseInt(args[4]); i++) {
                    mutex.acquire();
                    try { count(client, args[3]); } finally { mutex.release(); }
                }
            }
            case "semaphore" -> {
                var semaphore = new InterProcessSemaphoreV2(client, args[2], 1);
                for (int i = 0; i < Integer.parseInt(args[4]); i++) {
                    var lease = semaphore.acquire();
                    try { count(client, args[3]); } finally { semaphore.returnLease(lease); }
                }
            }
            case "member" -> {
                var member = new GroupMember(client, args[2], args[3], "from curator".getBytes());
                member.start();
                System.out.println("joined");
                input.readLine();
                // Its cache fills by and by.
                while (member.getCurrentMembers().size() < 2) {
                    Thread.sleep(20);
                }
                System.out.println("members " + new TreeSet<>(member.getCurrentMembers().keySet()));
                input.readLine();
                member.close();
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
        client.close();
        System.out.println("done");
    }

    // Not safe without the lock: two at a time lose a step.
    private static void count(CuratorFramework client, String path) throws Exception {
        int value = Integer.parseInt(new String(client.getData().forPath(path)));
        client.setData().forPath(path, Integer.toString(value + 1).getBytes());
    }
}
