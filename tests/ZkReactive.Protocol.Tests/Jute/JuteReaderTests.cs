using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Tests.Jute;

public class JuteReaderTests
{
    [Fact]
    public void Read_Numbers_AreBigEndianAndMoveTheOffset()
    {
        var reader = new JuteReader(Convert.FromHexString("01020304" + "fffffffffffffffe" + "01" + "00"));
        Assert.Equal(0x01020304, reader.ReadInt());
        Assert.Equal(4, reader.Offset);
        Assert.Equal(-2, reader.ReadLong());
        Assert.True(reader.ReadBool());
        Assert.False(reader.ReadBool());
        Assert.Equal((14, 0), (reader.Offset, reader.Remaining));
        reader.EnsureEnd();
    }

    [Fact]
    public void ReadBool_AnyOtherValue_IsTrueAsInJava()
    {
        var reader = new JuteReader([0x80]);
        Assert.True(reader.ReadBool());
    }

    [Theory]
    [InlineData("ffffffff", null)]
    [InlineData("00000000", "")]
    [InlineData("00000003e6bca2", "\u6f22")]
    [InlineData("00000004f09f9880", "\U0001f600")]
    [InlineData("00000002ff41", "\ufffdA")]
    public void ReadNullableString_Table(string hex, string? expected)
    {
        var reader = new JuteReader(Convert.FromHexString(hex));
        Assert.Equal(expected, reader.ReadNullableString());
        reader.EnsureEnd();

        reader = new JuteReader(Convert.FromHexString(hex));
        Assert.Equal(expected ?? "", reader.ReadString());
    }

    [Fact]
    public void ReadBytesAndReadMemory_KeepNullApartFromEmpty()
    {
        var bytes = Convert.FromHexString("ffffffff" + "00000000" + "0000000107");
        var reader = new JuteReader(bytes);
        Assert.Null(reader.ReadBytes());
        Assert.Equal(Array.Empty<byte>(), reader.ReadBytes());
        Assert.Equal(new byte[] { 7 }, reader.ReadBytes());

        reader = new JuteReader(bytes);
        Assert.Null(reader.ReadMemory());
        Assert.Equal(0, reader.ReadMemory()!.Value.Length);
        Assert.Equal([7], reader.ReadMemory()!.Value.ToArray());

        reader = new JuteReader(bytes);
        Assert.False(reader.TryReadBuffer(out _));
        Assert.True(reader.TryReadBuffer(out var empty));
        Assert.True(empty.IsEmpty);
        Assert.Equal([7], reader.ReadBuffer().ToArray());
    }

    [Theory]
    [InlineData("fffffffe")]
    [InlineData("80000000")]
    [InlineData("7fffffff")]
    [InlineData("0000000300")]
    public void ReadBuffer_BadLength_NamesFieldOffsetAndLength(string hex)
    {
        var error = Assert.Throws<JuteFormatException>(() =>
        {
            var reader = new JuteReader(Convert.FromHexString("00" + hex));
            reader.ReadBool();
            reader.ReadString("path");
        });

        Assert.Equal(("path", 1), (error.Field, error.Offset));
        Assert.Equal(Convert.ToInt32(hex[..8], 16).ToString(System.Globalization.CultureInfo.InvariantCulture), error.Actual);
        Assert.Contains("'path' at offset 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadInt_TooShort_NamesWhatIsMissing()
    {
        var error = Assert.Throws<JuteFormatException>(() => new JuteReader([1, 2, 3]).ReadInt("xid"));
        Assert.Equal(("xid", 0, "4 byte(s)", "3"), (error.Field, error.Offset, error.Expected, error.Actual));
    }

    [Theory]
    [InlineData("ffffffff", 4, 0)]
    [InlineData("00000000", 4, 0)]
    [InlineData("000000020000000000000000", 4, 2)]
    [InlineData("000000010000000000000000", 8, 1)]
    public void ReadVectorCount_FittingCount_IsGiven(string hex, int minimum, int expected) =>
        Assert.Equal(expected, new JuteReader(Convert.FromHexString(hex)).ReadVectorCount(minimum));

    [Theory]
    [InlineData("fffffffe", 4)]
    [InlineData("80000000", 4)]
    [InlineData("7fffffff", 4)]
    [InlineData("000000030000000000000000", 4)]
    [InlineData("000000020000000000000000", 8)]
    public void ReadVectorCount_MoreThanFits_Throws(string hex, int minimum) =>
        Assert.Throws<JuteFormatException>(() => new JuteReader(Convert.FromHexString(hex)).ReadVectorCount(minimum));

    [Fact]
    public void ReadStrings_HugeCount_TakesNoMemoryForIt()
    {
        var bytes = Convert.FromHexString("0fffffff" + "00000000");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<JuteFormatException>(() => new JuteReader(bytes).ReadStrings());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Fact]
    public void EnsureEnd_BytesLeft_Throws()
    {
        var error = Assert.Throws<JuteFormatException>(() => new JuteReader([1, 2]).EnsureEnd("SyncResponse"));
        Assert.Equal(("SyncResponse", "2 more byte(s)"), (error.Field, error.Actual));
    }
}
