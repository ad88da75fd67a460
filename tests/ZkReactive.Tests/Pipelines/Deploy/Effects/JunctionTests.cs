using System.Text;
using ZkReactive.Pipelines.Deploy.Effects;

namespace ZkReactive.Tests.Pipelines.Deploy.Effects;

public sealed class JunctionTests
{
    /// <summary>The bytes that Windows expects of a junction to C:\a, laid out by hand after ntifs.h.</summary>
    [Fact]
    public void Data_IsAMountPointWithBothNames()
    {
        byte[] expected =
        [
            0x03, 0x00, 0x00, 0xA0, 0x24, 0x00, 0x00, 0x00,
            0x00, 0x00, 0x10, 0x00, 0x12, 0x00, 0x08, 0x00,
            .. Encoding.Unicode.GetBytes("\\??\\C:\\a\0"),
            .. Encoding.Unicode.GetBytes("C:\\a\0"),
        ];

        Assert.Equal(expected, Junction.Data(@"C:\a"));
    }

    [Fact]
    public void Data_PathTooLongForAJunction_IsRefused() => Assert.Throws<OverflowException>(() => Junction.Data(@"C:\" + new string('a', 40_000)));

    /// <summary>Where junctions are: one is made, read as a link, and deleted without what it leads to.</summary>
    [Fact]
    public void Create_OnWindows_LinksToTheDirectory()
    {
        if (!OperatingSystem.IsWindows()) return;
        var directory = Directory.CreateTempSubdirectory("zkreactive-junction-").FullName;
        var target = Directory.CreateDirectory(Path.Combine(directory, "target")).FullName;
        File.WriteAllText(Path.Combine(target, "file"), "x");
        var link = Path.Combine(directory, "link");
        Junction.Create(link, target);
        Assert.Equal("x", File.ReadAllText(Path.Combine(link, "file")));
        Assert.Equal(target, new DirectoryInfo(link).LinkTarget);
        Directory.Delete(link);
        Assert.True(File.Exists(Path.Combine(target, "file")));
        Trash.Delete(directory);
    }
}
