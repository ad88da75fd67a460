using System.Buffers;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Tests.Jute;

public class JuteWriterTests
{
    private delegate void Writing(ref JuteWriter writer);

    [Fact]
    public void Write_Numbers_AreBigEndian() => Assert.Equal(
        "01020304FFFFFFFFFFFFFFFE0100",
        Hex((ref JuteWriter writer) =>
        {
            writer.WriteInt(0x01020304);
            writer.WriteLong(-2);
            writer.WriteBool(true);
            writer.WriteBool(false);
        }));

    [Theory]
    [InlineData(null, "FFFFFFFF")]
    [InlineData("", "00000000")]
    [InlineData("/\u00e9\u6f22", "000000062FC3A9E6BCA2")]
    [InlineData("\U0001f600", "00000004F09F9880")]
    public void WriteString_Table(string? value, string expected) => Assert.Equal(expected, Hex((ref JuteWriter writer) => writer.WriteString(value)));

    [Theory]
    [InlineData(255, 'a')]
    [InlineData(257, '\u6f22')]
    [InlineData(100_000, '\u00e9')]
    public void WriteString_LongText_ReadsBack(int length, char letter)
    {
        var text = new string(letter, length);
        var reader = new JuteReader(Convert.FromHexString(Hex((ref JuteWriter writer) => writer.WriteString(text))));
        Assert.Equal(text, reader.ReadString());
        reader.EnsureEnd();
    }

    [Fact]
    public void WriteBytesAndWriteMemory_KeepNullApartFromEmpty() => Assert.Equal(
        "FFFFFFFF" + "00000000" + "0000000107" + "FFFFFFFF" + "00000000" + "0000000107",
        Hex((ref JuteWriter writer) =>
        {
            writer.WriteBytes(null);
            writer.WriteBytes([]);
            writer.WriteBytes([7]);
            writer.WriteMemory(null);
            writer.WriteMemory(ReadOnlyMemory<byte>.Empty);
            writer.WriteMemory(new byte[] { 7 });
        }));

    [Fact]
    public void WriteStrings_NullAndEmpty_AreApart() => Assert.Equal(
        "FFFFFFFF" + "00000000" + "000000010000000161",
        Hex((ref JuteWriter writer) =>
        {
            writer.WriteStrings(null);
            writer.WriteStrings([]);
            writer.WriteStrings(["a"]);
        }));

    [Fact]
    public void Write_AcrossRefills_LosesNothing()
    {
        var output = new StingyWriter();
        var writer = new JuteWriter(output);
        for (var i = 0; i < 100; i++)
        {
            writer.WriteInt(i);
            writer.WriteString("abc");
        }

        writer.Flush();
        var reader = new JuteReader(output.Written);
        for (var i = 0; i < 100; i++) Assert.Equal((i, "abc"), (reader.ReadInt(), reader.ReadString()));
        reader.EnsureEnd();
    }

    [Fact]
    public void Flush_Twice_AdvancesOnce()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new JuteWriter(output);
        writer.WriteInt(1);
        writer.Flush();
        writer.Flush();
        writer.WriteInt(2);
        writer.Flush();
        Assert.Equal("0000000100000002", Convert.ToHexString(output.WrittenSpan));
    }

    private static string Hex(Writing writing)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new JuteWriter(output);
        writing(ref writer);
        writer.Flush();
        return Convert.ToHexString(output.WrittenSpan);
    }

    /// <summary>Gives no byte more than was asked for.</summary>
    private sealed class StingyWriter : IBufferWriter<byte>
    {
        private readonly List<byte> _written = [];
        private byte[] _lent = [];

        public byte[] Written => [.. _written];

        public void Advance(int count) => _written.AddRange(_lent[..count]);

        public Memory<byte> GetMemory(int sizeHint = 0) => _lent = new byte[Math.Max(sizeHint, 1)];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
