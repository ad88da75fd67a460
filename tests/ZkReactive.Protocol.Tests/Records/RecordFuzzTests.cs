using System.Buffers.Binary;
using System.Globalization;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Tests.Records;

/// <summary>Whatever the bytes: the one exception or a value, and memory of the frame's order of size.</summary>
public class RecordFuzzTests
{
    // An empty list entry of 4 bytes costs 8, a one-letter string of 5 bytes 32, an ACL of 14 bytes 100.
    private const int AllowedPerByte = 16;
    private const int AllowedForAnException = 64 * 1024;

    /// <summary>How many inputs each record gets; a long run sets ZKREACTIVE_FUZZ.</summary>
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("ZKREACTIVE_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 300;

    public static TheoryData<string> Names => RecordGoldenTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_LengthsOverwritten_FailsCleanly(string name)
    {
        var golden = RecordGoldens.All.Single(candidate => candidate.Name == name);
        foreach (var value in new[] { -2, -1, int.MinValue, int.MaxValue, 0x00ffffff, 1 << 28 })
        {
            for (var offset = 0; offset + sizeof(int) <= golden.Bytes.Length; offset++)
            {
                var bytes = golden.Bytes.ToArray();
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(offset), value);
                ReadWithinBounds(golden, bytes);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_RandomDamage_FailsCleanly(string name)
    {
        var golden = RecordGoldens.All.Single(candidate => candidate.Name == name);
        var random = new Random(20_240_817 + golden.Bytes.Length);
        for (var round = 0; round < Rounds; round++)
        {
            // Half of the inputs are noise, half a good record with a few bytes changed, which gets further in.
            var bytes = round % 2 == 0 ? new byte[random.Next(200)] : golden.Bytes.ToArray();
            if (round % 2 == 0) random.NextBytes(bytes);
            else for (var i = 0; i < 3 && bytes.Length > 0; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            ReadWithinBounds(golden, bytes);
        }
    }

    private static void ReadWithinBounds(Golden golden, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            golden.Read(bytes);
        }
        catch (JuteFormatException)
        {
            // The one way to fail.
        }

        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(taken, 0, AllowedForAnException + (AllowedPerByte * bytes.Length));
    }
}
