using System.Text;
using System.Text.Json.Nodes;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Deploy.Signing;

public sealed class DeployTrustTests : IDisposable
{
    private static readonly ZkPath Node = ZkPath.Parse("/fleet/app/business/config");

    private readonly DeploySigningKey _key = DeploySigningKey.Create();
    private readonly DeploySigningKey _other = DeploySigningKey.Create();

    private static DeployManifest Manifest { get; } = new()
    {
        Url = "https://git.example/shop.git",
        CommitId = "0123456789abcdef0123456789abcdef01234567",
        RelativePath = "shop/größe",
        DeployId = "d-1",
        PublishedBy = "ann@host",
        PublishedAt = new DateTimeOffset(2026, 1, 10, 9, 12, 44, TimeSpan.Zero),
        Note = "a \"remark\"\n",
        Strategy = new() { Canary = 1, BatchSize = 10, MaxFailures = 2, SoakSeconds = 0.5, TimeoutSeconds = 30 },
        Mode = DeployMode.InPlace,
        PostDeploy = new("systemctl", ["restart", "shop"]),
        HealthCheck = new() { Http = "http://localhost/health", TimeoutSeconds = 5 },
    };

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Signed_ByATrustedKey_IsGood()
    {
        var check = Check(Signed(7));

        Assert.True(check.IsGood);
        Assert.Equal(7, check.Mark.Sequence);
    }

    [Fact]
    public void Signed_ByOneOfSeveralKeys_IsGood() =>
        Assert.True(Check(Signed(7), keys: DeployTrustedKeys.Of(_other.PublicKey, _key.PublicKey)).IsGood);

    [Fact]
    public void Unsigned_IsRefused() => Refused(DeployErrorIds.SignatureMissing, DeployManifestJson.Write(Manifest));

    [Fact]
    public void Signed_ByAForeignKey_IsRefused() => Refused(DeployErrorIds.KeyNotTrusted, Signed(7, key: _other));

    [Fact]
    public void Signed_ByAForeignKeyUnderTheNameOfATrustedOne_IsRefused() =>
        Refused(DeployErrorIds.SignatureInvalid, Change(Signed(7, key: _other), json => json["signature"]!["keyId"] = _key.KeyId));

    [Fact]
    public void Moved_ToAnotherNode_IsRefused() => Refused(DeployErrorIds.SignedForOtherPath, Signed(7, ZkPath.Parse("/fleet/app/shop/config")));

    [Theory]
    [InlineData("""{"keyId":"K","algorithm":"none","value":""}""", DeployErrorIds.SignatureInvalid)]
    [InlineData("""{"keyId":"K","algorithm":"ecdsa-p256-sha256","value":""}""", DeployErrorIds.SignatureInvalid)]
    [InlineData("""{"keyId":"K","algorithm":"ecdsa-p256-sha256","value":"!!"}""", DeployErrorIds.SignatureInvalid)]
    [InlineData("""{"keyId":"K","algorithm":"ecdsa-p256-sha256","value":"MAYCAQACAQA="}""", DeployErrorIds.SignatureInvalid)]
    [InlineData("""{"keyId":"x","algorithm":"ecdsa-p256-sha256","value":""}""", DeployErrorIds.KeyNotTrusted)]
    public void SignatureThatIsNone_IsRefused(string signature, string errorId) =>
        Refused(errorId, Change(DeployManifestJson.Write(Manifest), json => json["signature"] = JsonNode.Parse(signature.Replace("\"K\"", $"\"{_key.KeyId}\"", StringComparison.Ordinal))));

    [Fact]
    public void Older_ThanWhatWasSeen_IsRefused_AndTheSameAgainIsNot()
    {
        var older = Signed(6);
        var newest = Signed(7);
        var mark = Check(newest).Mark;

        Refused(DeployErrorIds.ManifestReplayed, older, mark);
        Assert.True(Check(newest, mark).IsGood);
        Assert.True(Check(Signed(8), mark).IsGood);
    }

    [Fact]
    public void OtherContent_WithTheNumberThatWasSeen_IsRefused() =>
        Refused(DeployErrorIds.ManifestReplayed, Signed(7, manifest: Manifest with { Note = "else" }), Check(Signed(7)).Mark);

    [Fact]
    public void Spelling_OfTheSameDocument_DoesNotMatter()
    {
        var signed = Encoding.UTF8.GetString(Signed(7));
        var members = JsonNode.Parse(signed)!.AsObject().Reverse().Select(member => $"\n\t\"\\u{(int)member.Key[0]:x4}{member.Key[1..]}\" : {member.Value!.ToJsonString()}");

        var check = Check(Encoding.UTF8.GetBytes("\uFEFF{" + string.Join(" ,", members) + "\r\n}"));

        Assert.Equal(Check(Encoding.UTF8.GetBytes(signed)).Mark, check.Mark);
    }

    [Fact]
    public void MemberThatIsThereTwice_IsRefused()
    {
        var text = Encoding.UTF8.GetString(Signed(7));

        Refused(DeployErrorIds.SignatureInvalid, Encoding.UTF8.GetBytes(text.Insert(1, "\"extra\":1,\"extra\":1,")));
        Assert.NotEmpty(DeployManifestJson.Read(Encoding.UTF8.GetBytes(text.Insert(1, "\"url\":\"https://git.example/shop.git\","))).Problems);
    }

    /// <summary>Every byte in turn, in every single bit: a document that still reads the same means the same, all else is refused.</summary>
    [Fact]
    public void AnySingleBitChanged_IsRefusedOrChangesNothing()
    {
        var signed = Signed(7);
        var expected = SignedContent.Of(signed);
        var accepted = 0;
        for (var index = 0; index < signed.Length; index++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var altered = signed.ToArray();
                altered[index] ^= (byte)(1 << bit);
                if (DeployManifestJson.Read(altered).Manifest is not { } manifest) continue;
                var check = DeployTrust.Check(altered, manifest, Node, DeployTrustedKeys.Of(_key.PublicKey), null);
                if (!check.IsGood) continue;
                accepted++;
                Assert.True(expected.AsSpan().SequenceEqual(SignedContent.Of(altered)), $"byte {index}, bit {bit}");
            }
        }

        // A capital letter in \u escapes, or unused bits at the end of base64: nothing else may get through.
        Assert.InRange(accepted, 0, 20);
    }

    /// <summary>Every byte of the signed content in turn, against the signature as it was made.</summary>
    [Fact]
    public void AnySingleByteOfTheSignedContentChanged_NoLongerVerifies()
    {
        var signed = Signed(7);
        var content = SignedContent.Of(signed);
        var value = Convert.FromBase64String(DeployManifestJson.Read(signed).Manifest!.Signature!.Value);
        Assert.True(_key.PublicKey.Verifies(content, value));
        for (var index = 0; index < content.Length; index++)
        {
            var altered = content.ToArray();
            altered[index] ^= (byte)(1 << (index % 8));
            Assert.False(_key.PublicKey.Verifies(altered, value), $"byte {index}");
        }
    }

    [Theory]
    [InlineData("url")]
    [InlineData("commitId")]
    [InlineData("relativePath")]
    [InlineData("deployId")]
    [InlineData("publishedBy")]
    [InlineData("publishedAt")]
    [InlineData("note")]
    [InlineData("strategy")]
    [InlineData("mode")]
    [InlineData("postDeploy")]
    [InlineData("healthCheck")]
    public void AnyFieldTakenAwayOrAdded_IsRefused(string field)
    {
        var without = Change(Signed(7), json => json.Remove(field));
        if (DeployManifestJson.Read(without).IsValid) Refused(DeployErrorIds.SignatureInvalid, without);
        Refused(DeployErrorIds.SignatureInvalid, Change(Signed(7), json => json[field + "X"] = 1));
    }

    [Fact]
    public void NextSequence_IsTheClock_OrOneMoreThanAPublisherWhoseClockIsAhead()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000_000);

        Assert.Equal(1_000_000_000, DeploySigner.NextSequence(now, null));
        Assert.Equal(1_000_000_000, DeploySigner.NextSequence(now, WithSequence(999_999_999)));
        Assert.Equal(1_000_000_001, DeploySigner.NextSequence(now, WithSequence(1_000_000_000)));
        Assert.Equal(1_000_060_001, DeploySigner.NextSequence(now, WithSequence(1_000_060_000)));
        Assert.Equal(1_000_000_000, DeploySigner.NextSequence(now, WithSequence(DeploySigner.MaxSequence)));
    }

    private static DeployManifest WithSequence(long sequence) => Manifest with { Signature = new("k", DeploySigner.Algorithm, "v") { Sequence = sequence } };

    private static byte[] Change(byte[] manifest, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(manifest)!.AsObject();
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private byte[] Signed(long sequence, ZkPath? path = null, DeploySigningKey? key = null, DeployManifest? manifest = null) =>
        DeployManifestJson.Write(DeploySigner.Sign(manifest ?? Manifest, path ?? Node, sequence, key ?? _key));

    private DeploySignatureCheck Check(byte[] data, DeploySignatureMark? newest = null, DeployTrustedKeys? keys = null) =>
        DeployTrust.Check(data, DeployManifestJson.Read(data).Manifest!, Node, keys ?? DeployTrustedKeys.Of(_key.PublicKey), newest);

    private void Refused(string errorId, byte[] data, DeploySignatureMark? newest = null) => Assert.Equal(errorId, Check(data, newest).Problem?.ErrorId);
}
