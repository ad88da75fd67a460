using ZkReactive.Client.Calls;
using ZkReactive.Client.Connections;

namespace ZkReactive.Client;

/// <summary>The native ZooKeeper client: <see cref="IZkClient"/> over TCP.</summary>
/// <remarks>
/// A call that was never sent belongs to no session yet: it waits for the next connection, also when that opens a new
/// session. So an ephemeral node that was to be created while there was no connection belongs to the session that is
/// there when the request goes out; <see cref="Protocol.Stat.EphemeralOwner"/> of the result says which.
/// </remarks>
public sealed partial class ZkClient : IZkClient
{
    private readonly SessionDriver _driver;

    private ZkClient(ZkClientOptions options)
    {
        options.Validate();
        Options = options;
        _driver = new SessionDriver(options, ZkConnectString.Parse(options.ConnectString));
        _multiReads = new MultiReads(options, _driver.Chroot, this, SendMultiReadAsync);
    }

    /// <inheritdoc/>
    public ZkClientOptions Options { get; }

    /// <inheritdoc/>
    public ZkSessionState Session => _driver.States.Current;

    /// <inheritdoc/>
    public IReadOnlyList<ZkHost> Servers => _driver.Servers;

    /// <inheritdoc/>
    public IObservable<ZkSessionState> SessionStates => _driver.States;

    /// <summary>Connects and waits for the first connection.</summary>
    /// <exception cref="ConnectFailedException">No server could be connected to within <see cref="ZkClientOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="AuthFailedException">The server refused the credentials.</exception>
    public static async Task<IZkClient> ConnectAsync(ZkClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new ZkClient(options);
        try
        {
            client._driver.Start(options.ConnectTimeout);
            client.FollowMembers();
            await client._driver.WhenConnected.WaitAsync(options.ConnectTimeout, options.TimeProvider, cancellationToken);
            return client;
        }
        catch (Exception e)
        {
            await client.DisposeAsync();
            if (e is TimeoutException) throw client._driver.Failures.ToException(options.ConnectString, options.ConnectTimeout);
            throw;
        }
    }

    /// <summary>Connects with the default options.</summary>
    /// <exception cref="ConnectFailedException">No server could be connected to within <see cref="ZkClientOptions.ConnectTimeout"/>.</exception>
    public static Task<IZkClient> ConnectAsync(string connectString, CancellationToken cancellationToken = default) =>
        ConnectAsync(new ZkClientOptions { ConnectString = connectString }, cancellationToken);

    /// <summary>Makes a client that connects in the background; calls wait for the connection.</summary>
    public static IZkClient Start(ZkClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new ZkClient(options);
        client._driver.Start();
        client.FollowMembers();
        return client;
    }

    /// <inheritdoc/>
    public ValueTask WaitForConnectionAsync(CancellationToken cancellationToken = default) =>
        new(_driver.WhenConnected.WaitAsync(cancellationToken));

    /// <inheritdoc/>
    public async ValueTask AddAuthAsync(ZkAuth auth, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auth);
        try
        {
            await _driver.AuthenticateAsync(auth).WaitAsync(Options.RequestTimeout, Options.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ZkTimeoutException(
                Options.RequestTimeout, "a reply",
                $"AddAuth failed: {Options.RequestTimeout.TotalSeconds:0.###} s went by without an answer of a server. The credentials are given again at each connection.")
            {
                Operation = "AddAuth",
            };
        }
    }

    /// <inheritdoc/>
    public ValueTask<ZkSessionTicket?> DetachAsync() => _driver.DetachAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    private ValueTask<TResult> SendAsync<TResult>(Call<TResult> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<TResult>(cancellationToken);
        call.CancelWith(cancellationToken);
        _driver.Submit(call);
        return call.Task;
    }
}
