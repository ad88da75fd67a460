using System.Text.Json;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Tests.Pipelines.Deploy;

public sealed class DeployRulesTests
{
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("https://example.org/app.git")]
    [InlineData("https://user:secret@example.org:8443/team/app")]
    [InlineData("HTTPS://example.org/app.git")]
    [InlineData("ssh://git@example.org/app.git")]
    [InlineData("ssh://git@[::1]:22/app.git")]
    [InlineData("git@example.org:team/app.git")]
    [InlineData("example.org:app")]
    [InlineData("git@[fe80::1]:app.git")]
    [InlineData("git@javascript:app.git")]
    [InlineData("git@example.org:~ann/größe+x@2.git")]
    public void CheckUrl_HttpsSshAndScpLike_AreAlwaysAllowed(string url) => Assert.Null(DeployRules.CheckUrl(url, DeployUrlSchemes.None));

    [Theory]
    [InlineData("http://example.org/app.git", DeployUrlSchemes.Http)]
    [InlineData("git://example.org/app.git", DeployUrlSchemes.Git)]
    [InlineData("file:///srv/app.git", DeployUrlSchemes.File)]
    [InlineData("/srv/app.git", DeployUrlSchemes.File)]
    [InlineData(@"C:\repositories\app", DeployUrlSchemes.File)]
    [InlineData("C:/repositories/app", DeployUrlSchemes.File)]
    [InlineData(@"\\server\share\app", DeployUrlSchemes.File)]
    public void CheckUrl_OtherSchemes_OnlyWhenAllowedByName(string url, DeployUrlSchemes scheme)
    {
        Assert.Null(DeployRules.CheckUrl(url, scheme));
        Assert.Equal(DeployErrorIds.SchemeNotAllowed, DeployRules.CheckUrl(url, DeployUrlSchemes.All & ~scheme)?.ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("-x")]
    [InlineData("ext::sh -c 'touch /tmp/x'")]
    [InlineData("EXT::sh")]
    [InlineData("fd::17")]
    [InlineData("transport::address")]
    [InlineData("ssh://-oProxyCommand=touch/x")]
    [InlineData("ssh://git@-oProxyCommand=touch/x")]
    [InlineData("-oProxyCommand=x:path")]
    [InlineData("git@-oProxyCommand=x:path")]
    [InlineData("example.org:-path")]
    [InlineData("https://-host/x")]
    [InlineData("ftp://example.org/app")]
    [InlineData("javascript://x/y")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://example.org")]
    [InlineData("https://exa mple.org/x")]
    [InlineData(" https://example.org/x")]
    [InlineData("https://example.org/x\n--upload-pack=y")]
    [InlineData("https://example.org/\0x")]
    [InlineData("app")]
    [InlineData("../app")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript:alert")]
    [InlineData("JAVASCRIPT:x")]
    [InlineData("data:text/html,x")]
    [InlineData("file:x")]
    [InlineData("mailto:ann@example.org")]
    [InlineData("host:$(touch x)")]
    [InlineData("host:`touch x`")]
    [InlineData("host:a;b")]
    [InlineData("host:a'b")]
    [InlineData("https://example.org/\u202Egpj.git")]
    [InlineData("https://example.org/a\u200Bb.git")]
    public void CheckUrl_HostileOrMalformed_IsRefusedWhateverIsAllowed(string url) =>
        Assert.Equal(DeployErrorIds.UrlRefused, DeployRules.CheckUrl(url, DeployUrlSchemes.All)?.ErrorId);

    [Theory]
    [InlineData(Sha)]
    [InlineData("0123456789ABCDEF0123456789abcdef01234567")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void CheckCommitId_FullHexId_IsAccepted(string commitId) => Assert.Null(DeployRules.CheckCommitId(commitId));

    [Theory]
    [InlineData("")]
    [InlineData("main")]
    [InlineData("0123456")]
    [InlineData("0123456789abcdef0123456789abcdef0123456")]
    [InlineData("0123456789abcdef0123456789abcdef012345678")]
    [InlineData("--upload-pack=x0123456789abcdef012345678")]
    [InlineData("0123456789abcdef0123456789abcdef0123456g")]
    [InlineData("0123456789abcdef0123456789abcdef0123456\n")]
    public void CheckCommitId_AnythingElse_IsRefused(string commitId) =>
        Assert.Equal(DeployErrorIds.CommitIdInvalid, DeployRules.CheckCommitId(commitId)?.ErrorId);

    [Theory]
    [InlineData("app")]
    [InlineData("apps/web")]
    [InlineData(@"apps\web")]
    [InlineData("apps/web/")]
    [InlineData("a.b/..c/d..e")]
    [InlineData(".hidden")]
    [InlineData("größe/мир")]
    [InlineData("com0/console/nullable/lpt10/community")]
    [InlineData("a b/\U0001F600")]
    public void CheckRelativePath_PlainPath_IsAccepted(string path) => Assert.Null(DeployRules.CheckRelativePath(path));

    [Theory]
    [InlineData("")]
    [InlineData("/etc")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/..")]
    [InlineData(@"..\x")]
    [InlineData(@"a\..\..\x")]
    [InlineData(".")]
    [InlineData("./a")]
    [InlineData("a//b")]
    [InlineData(@"C:\x")]
    [InlineData("C:x")]
    [InlineData(@"\\server\share")]
    [InlineData(@"\x")]
    [InlineData("file.txt:stream")]
    [InlineData("-rf")]
    [InlineData("~root")]
    [InlineData(".git")]
    [InlineData("a/.GIT/hooks")]
    [InlineData("git~1/x")]
    [InlineData(".zkreactive/cache")]
    [InlineData("app.releases/x")]
    [InlineData("a./b")]
    [InlineData("a /b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u200Eb")]
    [InlineData("a\u2066b")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u2028b")]
    [InlineData("a\uFEFFb")]
    [InlineData("a\U000E0041b")]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("a/NUL.tar.gz/b")]
    [InlineData("com1")]
    [InlineData("a\\LPT9.log")]
    [InlineData("COM\u00B9")]
    [InlineData("aux .txt")]
    [InlineData("conin$")]
    [InlineData("app.")]
    [InlineData("app ")]
    [InlineData(" app")]
    [InlineData("a?b")]
    [InlineData("a*b")]
    [InlineData("a|b")]
    [InlineData("a\"b")]
    [InlineData("a<b")]
    public void CheckRelativePath_RootedClimbingOrTricky_IsRefused(string path) =>
        Assert.Equal(DeployErrorIds.RelativePathRefused, DeployRules.CheckRelativePath(path)?.ErrorId);

    /// <summary>Half a surrogate pair; a theory's name could not show it.</summary>
    [Fact]
    public void CheckRelativePath_HalfACharacter_IsRefused() => Assert.NotNull(DeployRules.CheckRelativePath("a\ud83d/b"));

    [Fact]
    public void Refusal_ShowsNoneOfTheCharactersThatItIsAbout() =>
        Assert.Contains("'a?b' contains", DeployRules.CheckRelativePath("a\u202Eb")!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("FILE:///srv/app.git", "file:///srv/app.git")]
    [InlineData("HTTPS://Example.org/App.git", "https://Example.org/App.git")]
    [InlineData("https://example.org/app.git", "https://example.org/app.git")]
    [InlineData("Git@Example.org:App", "Git@Example.org:App")]
    [InlineData(@"C:\App", @"C:\App")]
    public void Url_IsReadWithItsSchemeAsGitKnowsIt(string written, string read)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { url = written, commitId = Sha, relativePath = "app" });

        Assert.Equal(read, DeployManifestJson.Read(json).Manifest?.Url);
    }

    [Fact]
    public void CheckRelativePath_LongerThanAnyPath_IsRefused() =>
        Assert.Equal(DeployErrorIds.RelativePathRefused, DeployRules.CheckRelativePath(new string('a', 5000))?.ErrorId);

    [Theory]
    [InlineData("https://user:secret@example.org/app", "https://example.org/app")]
    [InlineData("https://token@example.org/app", "https://example.org/app")]
    [InlineData("http://u:s@cret@example.org/app", "http://example.org/app")]
    [InlineData("https://example.org/app?private_token=secret", "https://example.org/app")]
    [InlineData("https://u:se/cret@example.org/app", "https://…")]
    [InlineData("ssh://git:secret@example.org/app", "ssh://git@example.org/app")]
    [InlineData("git@example.org:app", "git@example.org:app")]
    [InlineData("https://example.org/app", "https://example.org/app")]
    public void RedactUrl_LeavesNoSecret(string url, string shown) => Assert.Equal(shown, DeployRules.RedactUrl(url));

    [Fact]
    public void Problems_AndText_NeverCarryTheSecret()
    {
        var manifest = new DeployManifest { Url = "http://user:s3cret@example.org/app", CommitId = Sha, RelativePath = "app" };
        var problem = Assert.Single(DeployRules.Check(manifest, DeployUrlSchemes.None));
        Assert.DoesNotContain("s3cret", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", manifest.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", manifest.Redacted().Url, StringComparison.Ordinal);
    }
}
