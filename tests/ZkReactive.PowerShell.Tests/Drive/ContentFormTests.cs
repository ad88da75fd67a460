using System.Text;
using ZkReactive.PowerShell.Drive;
using ZkReactive.PowerShell.Parameters;

namespace ZkReactive.PowerShell.Tests.Drive;

public sealed class ContentFormTests
{
    private static readonly ContentForm Text = new(false, ContentForm.Utf8);
    private static readonly ContentForm Raw = Text with { IsWhole = true };
    private static readonly ContentForm Bytes = Text with { AsBytes = true };

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\nb\n", new[] { "a", "b" })]
    [InlineData("a\n\n", new[] { "a", "" })]
    public void Read_Text_GivesLines(string data, string[] lines) => Assert.Equal(lines, Text.Read(Encoding.UTF8.GetBytes(data)).Cast<string>());

    [Fact]
    public void Read_Raw_GivesAllAsItIs()
    {
        Assert.Equal(["a\r\nb\n"], Raw.Read("a\r\nb\n"u8));
        Assert.Equal([new byte[] { 1, 2 }], (Raw with { AsBytes = true }).Read([1, 2]));
    }

    [Fact]
    public void Read_Bytes_GivesEach() => Assert.Equal([(byte)0, (byte)255], Bytes.Read([0, 255]));

    [Theory]
    [InlineData("utf8BOM")]
    [InlineData("unicode")]
    [InlineData("bigendianunicode")]
    [InlineData("utf32")]
    [InlineData("utf8")]
    public void WriteThenRead_Encoding_GivesTheSameText(string name)
    {
        var form = Text with { Encoding = EncodingTransformationAttribute.ToEncoding(name) };

        Assert.Equal(["ünï", "☃"], form.Read(form.Write(["ünï", "☃"])));
        Assert.Equal(["ünï", "☃"], form.Read(form.Append(form.Write(["ünï"]), ["☃"]).Span));
    }

    [Fact]
    public void Write_Items_AreLinesAndTheLastIsNotEnded()
    {
        Assert.Equal("a\nb", Encoding.UTF8.GetString(Text.Write(["a", "b"])));
        Assert.Equal("ab", Encoding.UTF8.GetString((Text with { Separator = "" }).Write(["a", "b"])));
        Assert.Equal("1.5", Encoding.UTF8.GetString(Text.Write([1.5])));
    }

    [Theory]
    [InlineData("", "new")]
    [InlineData("old", "old\nnew")]
    [InlineData("old\n", "old\nnew")]
    public void Append_Text_BeginsALine(string before, string after) =>
        Assert.Equal(after, Encoding.UTF8.GetString(Text.Append(Encoding.UTF8.GetBytes(before), ["new"]).Span));

    [Fact]
    public void Write_NotAByte_IsRefused()
    {
        Assert.Equal([1, 2, 3], Bytes.Write([(byte)1, 2, new byte[] { 3 }]));
        Assert.Throws<ArgumentException>(() => Bytes.Write(["text"]));
        Assert.Throws<ArgumentException>(() => Bytes.Write([256]));
    }
}
