using System.Text;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Tests.Pipelines.Deploy;

public sealed class DeployManifestJsonTests
{
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";
    private const string Bare = $$"""{"url":"https://example.org/app.git","commitId":"{{Sha}}","relativePath":"app"}""";

    [Fact]
    public void Read_ThreeFields_IsAWholeManifest()
    {
        var manifest = Read(Bare).Manifest!;
        Assert.Equal(("https://example.org/app.git", Sha, "app"), (manifest.Url, manifest.CommitId, manifest.RelativePath));
        Assert.Equal(DeployMode.Release, manifest.Mode);
        Assert.Null(manifest.DeployId);
    }

    [Fact]
    public void Write_ThreeFields_IsTheBareJson() =>
        Assert.Equal(Bare, Encoding.UTF8.GetString(DeployManifestJson.Write(Read(Bare).Manifest!)));

    [Fact]
    public void WriteThenRead_EveryField_ComesBack()
    {
        var manifest = new DeployManifest
        {
            Url = "git@example.org:app.git",
            CommitId = Sha,
            RelativePath = "apps/größe",
            DeployId = "d-1.2_3",
            PublishedBy = "ann@host",
            PublishedAt = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
            Note = "line\nand \"quotes\"",
            Strategy = new() { Canary = 1, BatchSize = 10, MaxFailures = 0, SoakSeconds = 1.5, TimeoutSeconds = 600 },
            Mode = DeployMode.InPlace,
            PostDeploy = new("make", ["-j", "restart"]),
            HealthCheck = new() { Http = "http://127.0.0.1:80/", TimeoutSeconds = 3 },
            Signature = new("k1", "ed25519", "c2ln"),
        };
        var back = Read(Encoding.UTF8.GetString(DeployManifestJson.Write(manifest))).Manifest!;
        Assert.Equal(manifest.PostDeploy.Arguments, back.PostDeploy!.Arguments);
        Assert.Equal(manifest, back with { PostDeploy = manifest.PostDeploy });
    }

    [Fact]
    public void Write_MandatoryFields_ComeFirst() =>
        Assert.StartsWith(Bare[..^1] + ",", Encoding.UTF8.GetString(DeployManifestJson.Write(Read(Bare).Manifest! with { Note = "n", DeployId = "d" })), StringComparison.Ordinal);

    [Fact]
    public void Read_ByteOrderMarkUnknownFieldsNullsUpperCaseHex_AreTakenAsMeant()
    {
        var json = $$"""{"extra":{"a":[1]}, "note":null, "URL":"ignored", "url":"https://example.org/app.git","commitId":"{{Sha.ToUpperInvariant()}}","relativePath":"app"}""";
        var result = DeployManifestJson.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)]);
        Assert.Empty(result.Problems);
        Assert.Equal(Sha, result.Manifest!.CommitId);
    }

    [Theory]
    [InlineData("", DeployErrorIds.NotJson)]
    [InlineData("{", DeployErrorIds.NotJson)]
    [InlineData("url=x", DeployErrorIds.NotJson)]
    [InlineData("{}{}", DeployErrorIds.NotJson)]
    [InlineData("[]", DeployErrorIds.NotObject)]
    [InlineData("null", DeployErrorIds.NotObject)]
    [InlineData("\"x\"", DeployErrorIds.NotObject)]
    [InlineData("17", DeployErrorIds.NotObject)]
    public void Read_NoJsonObject_IsOneProblemOfTheWhole(string json, string errorId)
    {
        var problem = Assert.Single(Read(json).Problems);
        Assert.Equal(("", errorId), (problem.Field, problem.ErrorId));
    }

    [Fact]
    public void Read_DeepNesting_IsAProblemNotACrash() =>
        Assert.Equal(DeployErrorIds.NotJson, Assert.Single(Read(new string('[', 100_000)).Problems).ErrorId);

    [Fact]
    public void Read_BytesThatAreNoText_AreAProblemNotACrash() =>
        Assert.Equal(DeployErrorIds.NotJson, Assert.Single(DeployManifestJson.Read([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]).Problems).ErrorId);

    [Fact]
    public void Read_NothingRight_NamesEachFieldOnce()
    {
        var problems = Read("""{"commitId":7,"relativePath":["x"],"mode":"sideways","strategy":{"canary":-1},"signature":{}}""").Problems;
        Assert.Equal(
            [
                ("url", DeployErrorIds.FieldMissing),
                ("commitId", DeployErrorIds.FieldInvalid),
                ("relativePath", DeployErrorIds.FieldInvalid),
                ("mode", DeployErrorIds.FieldInvalid),
                ("strategy.canary", DeployErrorIds.FieldInvalid),
                ("signature.keyId", DeployErrorIds.FieldMissing),
                ("signature.algorithm", DeployErrorIds.FieldMissing),
                ("signature.value", DeployErrorIds.FieldMissing),
            ],
            problems.Select(problem => (problem.Field, problem.ErrorId)));
    }

    [Theory]
    [InlineData("url", "--upload-pack=x", DeployErrorIds.UrlRefused)]
    [InlineData("url", "ext::sh -c x", DeployErrorIds.UrlRefused)]
    [InlineData("url", "", DeployErrorIds.UrlRefused)]
    [InlineData("commitId", "--all", DeployErrorIds.CommitIdInvalid)]
    [InlineData("relativePath", "../x", DeployErrorIds.RelativePathRefused)]
    [InlineData("relativePath", "/etc", DeployErrorIds.RelativePathRefused)]
    [InlineData("deployId", "../../x", DeployErrorIds.FieldInvalid)]
    [InlineData("deployId", "a/b", DeployErrorIds.FieldInvalid)]
    [InlineData("publishedAt", "yesterday", DeployErrorIds.FieldInvalid)]
    public void Read_HostileValue_IsAProblemOfItsField(string field, string value, string errorId)
    {
        var fields = new Dictionary<string, string> { ["url"] = "https://example.org/a", ["commitId"] = Sha, ["relativePath"] = "app" };
        fields[field] = value;
        var problem = Assert.Single(Read(System.Text.Json.JsonSerializer.Serialize(fields)).Problems);
        Assert.Equal((field, errorId), (problem.Field, problem.ErrorId));
    }

    [Fact]
    public void Read_FieldTwice_IsRefusedSinceParsersDisagree() =>
        Assert.Equal(("commitId", DeployErrorIds.FieldInvalid), Read(Bare[..^1] + $",\"commitId\":\"{Sha}\"}}").Problems.Select(problem => (problem.Field, problem.ErrorId)).Single());

    [Fact]
    public void Read_HalfASurrogatePair_IsAProblemNotACrash() =>
        Assert.Equal("relativePath", Assert.Single(Read($$"""{"url":"https://example.org/a","commitId":"{{Sha}}","relativePath":"\ud800"}""").Problems).Field);

    [Fact]
    public void Read_HalfASurrogatePair_SaysWhatIsWrongWithTheText() =>
        Assert.DoesNotContain("must be a string", Assert.Single(Read(Bare.Replace("\"app\"", "\"\\ud800\"", StringComparison.Ordinal)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_BranchAsCommit_IsToldAsItWasWritten() =>
        Assert.Contains("'HEAD'", Assert.Single(Read(Bare.Replace(Sha, "HEAD", StringComparison.Ordinal)).Problems).Message, StringComparison.Ordinal);

    private static DeployManifestResult Read(string json) => DeployManifestJson.Read(Encoding.UTF8.GetBytes(json));
}
