using ZkReactive.Protocol;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Client.Tests.Sessions;

public sealed class ZkSessionFileTests : IDisposable
{
    private static readonly ZkSessionTicket Ticket = new()
    {
        Id = new SessionId(unchecked((long)0xF000000000000001)),
        Password = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
        LastZxid = new Zxid(0x200000005),
        NegotiatedTimeout = TimeSpan.FromSeconds(40),
        LastHeard = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Servers = "a:2181,[::1]:2182",
    };

    private readonly string _directory = Directory.CreateTempSubdirectory("zkreactive-session-").FullName;

    private string File => Path.Combine(_directory, "deeper", "session.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void WriteThenRead_ReturnsTheTicket_AndReplacesTheOneBefore()
    {
        ZkSessionFile.Write(File, Ticket with { LastZxid = new Zxid(1) });
        ZkSessionFile.Write(File, Ticket);
        var read = ZkSessionFile.Read(File, out var problem)!;
        Assert.Null(problem);
        Assert.Equal(Ticket.Password.ToArray(), read.Password.ToArray());
        Assert.Equal(Ticket, read with { Password = Ticket.Password });
        Assert.Equal(["session.json"], Directory.GetFiles(Path.GetDirectoryName(File)!).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_LeftoverOfAWriterThatDied_IsNoObstacle()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File + ".tmp", "{ half");
        ZkSessionFile.Write(File, Ticket);
        Assert.NotNull(ZkSessionFile.Read(File, out _));
    }

    [UnixFact]
    public void Write_OwnerOnly_WhateverTheUmask()
    {
        if (OperatingSystem.IsWindows()) return;
        ZkSessionFile.Write(File, Ticket);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [UnixFact]
    public void Read_OpenToOthers_IsNotTakenUp()
    {
        if (OperatingSystem.IsWindows()) return;
        ZkSessionFile.Write(File, Ticket);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Null(ZkSessionFile.Read(File, out var problem));
        Assert.Contains("open to others", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_IsNoProblem()
    {
        Assert.Null(ZkSessionFile.Read(File, out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"session":"0x1","password":"!","lastZxid":1,"timeoutMilliseconds":1000,"lastHeard":"2026-01-01T00:00:00+00:00","servers":"a"}""")]
    [InlineData("""{"session":"x","password":"","lastZxid":1,"timeoutMilliseconds":1000,"lastHeard":"2026-01-01T00:00:00+00:00","servers":"a"}""")]
    [InlineData("""{"session":"0x0","password":"","lastZxid":1,"timeoutMilliseconds":1000,"lastHeard":"2026-01-01T00:00:00+00:00","servers":"a"}""")]
    [InlineData("""{"session":"0x1","password":"","lastZxid":1,"timeoutMilliseconds":0,"lastHeard":"2026-01-01T00:00:00+00:00","servers":"a"}""")]
    [InlineData("""{"session":"0x1","password":"","lastZxid":1,"timeoutMilliseconds":1000,"lastHeard":"2026-01-01T00:00:00+00:00","servers":""}""")]
    [InlineData("""{"session":"0x1","password":null,"lastZxid":1,"timeoutMilliseconds":1000,"lastHeard":"2026-01-01T00:00:00+00:00","servers":"a"}""")]
    public void Read_Damaged_SaysSoAndGivesNone(string content)
    {
        ZkSessionFile.Write(File, Ticket);
        System.IO.File.WriteAllText(File, content);
        Assert.Null(ZkSessionFile.Read(File, out var problem));
        Assert.Contains("damaged", problem, StringComparison.Ordinal);
    }
}
