namespace ZkReactive.Cli.Tests.Output;

public sealed class TextTests
{
    [Fact]
    public void OneLine_ControlCharacters_CannotDriveTheTerminal() =>
        Assert.Equal("a\\u001b[2Jb\\nc\\u009bd", Text.OneLine("a\u001b[2Jb\nc\u009bd"));

    [Fact]
    public void Lines_KeepsLineEndsAndTabs() => Assert.Equal("a\n\tb\\u0007", Text.Lines("a\r\n\tb\a"));

    [Theory]
    [InlineData(new byte[] { 0x61, 0x0a, 0x09 }, true)]
    [InlineData(new byte[] { }, true)]
    [InlineData(new byte[] { 0x61, 0x00 }, false)]
    [InlineData(new byte[] { 0xff, 0xfe }, false)]
    [InlineData(new byte[] { 0x1b }, false)]
    public void IsText_TellsTextFromBytes(byte[] data, bool isText) => Assert.Equal(isText, Text.IsText(data));

    [Fact]
    public void Preview_LongText_IsCutWithAnEllipsis() => Assert.Equal("abcd…", Text.Preview("abcdefgh"u8, 5));

    [Fact]
    public void Wrap_BreaksAtSpacesOnly() => Assert.Equal(["aa bb", "cccccccc", "d"], Text.Wrap("aa bb cccccccc d", 6));
}
