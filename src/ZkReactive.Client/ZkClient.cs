namespace ZkReactive.Client;

/// <summary>The native ZooKeeper client: <see cref="IZkClient"/> over TCP.</summary>
public sealed class ZkClient
{
    /// <summary>Connects and waits for the first connection.</summary>
    /// <exception cref="ConnectFailedException">No server could be connected to within <see cref="ZkClientOptions.ConnectTimeout"/>.</exception>
    public static Task<IZkClient> ConnectAsync(ZkClientOptions options, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Connects with the default options.</summary>
    /// <exception cref="ConnectFailedException">No server could be connected to within <see cref="ZkClientOptions.ConnectTimeout"/>.</exception>
    public static Task<IZkClient> ConnectAsync(string connectString, CancellationToken cancellationToken = default) =>
        ConnectAsync(new ZkClientOptions { ConnectString = connectString }, cancellationToken);

    /// <summary>Makes a client that connects in the background; calls wait for the connection.</summary>
    public static IZkClient Start(ZkClientOptions options) => throw new NotSupportedException();
}
