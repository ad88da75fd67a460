using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

/// <summary>Opens TCP connections and makes the handshake on them.</summary>
internal static class ServerConnector
{
    // The answer has 41 bytes with its length, and some more from servers to come.
    private const int UsualAnswer = 64;
    private const int LongestAnswer = 4096;

    /// <summary>The addresses of a server, looked up now, in random order.</summary>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public static async Task<ServerAddress[]> ResolveAsync(ZkHost host, HostResolver resolver, Random random, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Name, out var address)) return [new ServerAddress(new IPEndPoint(address, host.Port), host.Name, 1)];
        var found = await resolver(host.Name, cancellationToken);
        var addresses = found.Select(one => new ServerAddress(new IPEndPoint(one, host.Port), host.Name, found.Length)).ToArray();
        random.Shuffle(addresses);
        return addresses;
    }

    /// <summary>Connects and asks for a session.</summary>
    public static async Task<Handshake> ConnectAsync(
        ServerAddress server, ZkTlsOptions? tls, ConnectRequest request, ConnectProgress progress, CancellationToken cancellationToken)
    {
        var transport = await Transport.ConnectAsync(server.EndPoint, server.HostName, tls, progress, cancellationToken);
        try
        {
            await SendAsync(transport, request, cancellationToken);
            return await ReadAnswerAsync(transport, server.EndPoint, tls is not null, request, cancellationToken);
        }
        catch
        {
            transport.Dispose();
            throw;
        }
    }

    private static async Task SendAsync(Transport transport, ConnectRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new FrameBuffer();
        buffer.Append(request);
        await transport.SendAsync(buffer.WrittenMemory, cancellationToken);
    }

    private static async Task<Handshake> ReadAnswerAsync(Transport transport, EndPoint server, bool isTls, ConnectRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[UsualAnswer];
        var end = 0;
        while (true)
        {
            var count = await ReceiveAsync(transport, buffer.AsMemory(end), cancellationToken);
            if (count == 0) throw end == 0 ? new HandshakeRefusedException(isTls) : new ForeignAnswerException(buffer.AsSpan(0, end));
            end += count;
            if (end < FrameLength.PrefixSize) continue;

            var length = BinaryPrimitives.ReadInt32BigEndian(buffer);
            if (length is < 0 or > LongestAnswer) throw new ForeignAnswerException(buffer.AsSpan(0, end));
            var whole = FrameLength.PrefixSize + length;
            if (end >= whole) return new Handshake(transport, server, request, Parse(buffer.AsSpan(FrameLength.PrefixSize, length)), buffer.AsMemory(whole, end - whole));
            if (buffer.Length < whole) Array.Resize(ref buffer, whole);
        }
    }

    private static async Task<int> ReceiveAsync(Transport transport, Memory<byte> into, CancellationToken cancellationToken)
    {
        try
        {
            return await transport.ReceiveAsync(into, cancellationToken);
        }
        catch (Exception e) when ((e as SocketException ?? e.InnerException as SocketException)?.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            // A server that closes with our request unread resets the connection.
            return 0;
        }
    }

    private static ConnectResponse Parse(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new JuteReader(content);
            return ConnectResponse.Read(ref reader);
        }
        catch (JuteFormatException e)
        {
            throw new ForeignAnswerException(content, e);
        }
    }
}
