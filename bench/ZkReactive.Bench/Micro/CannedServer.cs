using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Micro;

/// <summary>
/// Answers the small operations of one client with the same replies again and again, on a thread of its own and without
/// allocating, so that what a benchmark sees on the heap is the client's.
/// </summary>
internal sealed class CannedServer : IDisposable
{
    private const int HeaderBytes = 20;
    private static readonly byte[] SomeStat = new byte[68];
    private static readonly byte[] SomeData = [.. Int(100), .. new byte[100]];
    private static readonly byte[] SomeNames = [.. Int(2), .. Text("a"), .. Text("b")];
    private static readonly byte[] Handshake = [.. Int(37), .. Int(0), .. Int(30_000), 0, 0, 0, 0, 0, 0, 0, 1, .. Int(16), .. new byte[16], 0];

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _requests = new byte[1 << 20];
    private readonly byte[] _replies = new byte[1 << 20];
    private readonly Dictionary<OpCode, byte[]> _bodies = new()
    {
        [OpCode.GetData] = [.. SomeData, .. SomeStat],
        [OpCode.SetData] = SomeStat,
        [OpCode.Exists] = SomeStat,
        [OpCode.GetChildren2] = [.. SomeNames, .. SomeStat],
        [OpCode.Create2] = [.. Text("/a"), .. SomeStat],
        [OpCode.Delete] = [],
    };

    public CannedServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(Serve) { IsBackground = true, Name = "canned server" }.Start();
    }

    public string ConnectString => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    public void Dispose() => _listener.Dispose();

    private void Serve()
    {
        using var socket = _listener.Accept();
        socket.NoDelay = true;
        int filled = 0, received;
        var isNew = true;
        while ((received = socket.Receive(_requests, filled, _requests.Length - filled, SocketFlags.None)) > 0)
        {
            filled += received;
            int at = 0, reply = 0;
            while (filled - at >= 4 && filled - at - 4 >= ReadInt(at))
            {
                reply += isNew ? Append(Handshake, reply) : Answer(at + 4, reply);
                isNew = false;
                at += 4 + ReadInt(at);
            }

            _requests.AsSpan(at, filled - at).CopyTo(_requests);
            filled -= at;
            if (reply > 0) socket.Send(_replies, 0, reply, SocketFlags.None);
        }
    }

    private int Answer(int request, int reply)
    {
        var body = _bodies.GetValueOrDefault((OpCode)ReadInt(request + 4)) ?? [];
        var into = _replies.AsSpan(reply);
        BinaryPrimitives.WriteInt32BigEndian(into, HeaderBytes - 4 + body.Length);
        BinaryPrimitives.WriteInt32BigEndian(into[4..], ReadInt(request));
        BinaryPrimitives.WriteInt64BigEndian(into[8..], 1);
        BinaryPrimitives.WriteInt32BigEndian(into[16..], 0);
        return HeaderBytes + Append(body, reply + HeaderBytes);
    }

    private int Append(byte[] bytes, int at)
    {
        bytes.CopyTo(_replies, at);
        return bytes.Length;
    }

    private int ReadInt(int at) => BinaryPrimitives.ReadInt32BigEndian(_requests.AsSpan(at));

    private static byte[] Text(string text) => [.. Int(text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
