using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Tests.Records;

public class RecordGoldenTests
{
    public static TheoryData<string> Names => [.. RecordGoldens.All.Select(golden => golden.Name)];

    [Fact]
    public void Every_record_has_a_golden_case()
    {
        var records = typeof(IJuteRecord<>).Assembly.GetTypes().Where(type =>
            !type.IsAbstract && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IJuteRecord<>)));

        Assert.Empty(records.Except(RecordGoldens.All.Select(golden => golden.RecordType)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Value_GivesTheGoldenBytes(string name)
    {
        var golden = Find(name);
        Assert.Equal(Convert.ToHexString(golden.Bytes), Convert.ToHexString(golden.Write()));
    }

    // What was read is judged by its bytes: no two values of a record are written alike.
    [Theory]
    [MemberData(nameof(Names))]
    public void Read_GoldenBytes_GivesTheValue(string name)
    {
        var golden = Find(name);
        Assert.Equal(Convert.ToHexString(golden.Bytes), Convert.ToHexString(golden.ReadAndWrite(golden.Bytes, out var remaining)));
        Assert.Equal(0, remaining);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_CutAnywhere_Throws(string name)
    {
        var golden = Find(name);
        var shortest = golden.Bytes.Length - (golden.TailIsOptional && !name.Contains("without", StringComparison.Ordinal) ? 1 : 0);
        for (var length = 0; length < shortest; length++)
        {
            var error = Assert.Throws<JuteFormatException>(() => golden.Read(golden.Bytes.AsSpan(0, length)));
            Assert.InRange(error.Offset, 0, length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_OneByteOver_LeavesIt(string name)
    {
        var golden = Find(name);
        if (golden.TailIsOptional && name.Contains("without", StringComparison.Ordinal)) return;

        golden.ReadAndWrite([.. golden.Bytes, 0x5a], out var remaining);
        Assert.Equal(1, remaining);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_SplitAnywhere_GivesTheValue(string name)
    {
        var golden = Find(name);
        for (var cut = 0; cut <= golden.Bytes.Length; cut++)
        {
            using var content = new FrameContent(Segments.Split(golden.Bytes, cut));
            Assert.Equal(golden.Bytes, golden.ReadAndWrite(content.Span, out _));
        }
    }

    [Theory]
    [InlineData("ConnectRequest")]
    [InlineData("ConnectResponse")]
    public void Read_ConnectWithoutItsLastByte_EqualsTheOldForm(string name)
    {
        var golden = Find(name);
        Assert.Equal(Find(name + " without readOnly").Bytes, golden.ReadAndWrite(golden.Bytes.AsSpan(0, golden.Bytes.Length - 1), out _));
    }

    private static Golden Find(string name) => RecordGoldens.All.Single(golden => golden.Name == name);
}
