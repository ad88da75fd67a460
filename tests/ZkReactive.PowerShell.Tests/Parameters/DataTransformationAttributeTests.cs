using System.Collections;
using System.Management.Automation;
using System.Text;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Tests.Parameters;

public sealed class DataTransformationAttributeTests
{
    public static TheoryData<object?, string> Texts => new()
    {
        { null, "" },
        { "", "" },
        { "grün", "grün" },
        { 5, "5" },
        { 1.5, "1.5" },
        { true, "True" },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "2026-01-02T03:04:05.0000000+00:00" },
        { new object[] { "one", "two" }, "one\ntwo" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToBytes_Scalar_IsItsInvariantTextInUtf8(object? value, string text) =>
        Assert.Equal(text, Encoding.UTF8.GetString(DataTransformationAttribute.ToBytes(value)));

    [Fact]
    public void ToBytes_Bytes_StayAsTheyAre()
    {
        Assert.Equal([0, 255], DataTransformationAttribute.ToBytes(new byte[] { 0, 255 }));
        Assert.Equal([1, 2], DataTransformationAttribute.ToBytes(new object[] { (byte)1, 2 }));
        Assert.Equal([7], DataTransformationAttribute.ToBytes((byte)7));
    }

    [Fact]
    public void ToBytes_NumbersAboveAByte_AreLinesOfText() =>
        Assert.Equal("1\n256", Encoding.UTF8.GetString(DataTransformationAttribute.ToBytes(new object[] { 1, 256 })));

    [Fact]
    public void ToBytes_Structure_IsRefused() =>
        Assert.Throws<ArgumentTransformationMetadataException>(() => DataTransformationAttribute.ToBytes(new Hashtable { ["a"] = 1 }));
}
