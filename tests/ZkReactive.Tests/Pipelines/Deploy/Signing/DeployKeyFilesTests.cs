using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Pipelines.Deploy.Signing;

public sealed class DeployKeyFilesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-keys-");

    public void Dispose() => Trash.Delete(_directory.FullName);

    [Fact]
    public void CreateFile_MakesAPairThatLoads()
    {
        var made = DeploySigningKey.CreateFile(In("deploy.key"));
        using var key = DeploySigningKey.Load(made.PrivateKeyFile);

        Assert.Equal((made.KeyId, In("deploy.key.pub")), (key.KeyId, made.PublicKeyFile));
        Assert.Equal([made.KeyId], DeployTrustedKeys.Load(made.PublicKeyFile).KeyIds);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made.PrivateKeyFile));
    }

    [Fact]
    public void CreateFile_WhereOneIs_LeavesItAlone()
    {
        var made = DeploySigningKey.CreateFile(In("deploy.key"));
        var before = File.ReadAllText(made.PrivateKeyFile);

        Assert.Equal(DeployErrorIds.KeyInvalid, Fails(() => DeploySigningKey.CreateFile(In("deploy.key"))));
        File.Delete(made.PrivateKeyFile);
        Assert.Equal(DeployErrorIds.KeyInvalid, Fails(() => DeploySigningKey.CreateFile(In("deploy.key"))));
        Assert.NotEqual("", before);
    }

    [Fact]
    public void Load_KeyThatOthersMayRead_IsRefused()
    {
        if (OperatingSystem.IsWindows()) return;
        var made = DeploySigningKey.CreateFile(In("deploy.key"));
        File.CreateSymbolicLink(In("link"), made.PrivateKeyFile);
        foreach (var open in new[] { UnixFileMode.GroupRead, UnixFileMode.OtherRead, UnixFileMode.OtherWrite })
        {
            File.SetUnixFileMode(made.PrivateKeyFile, UnixFileMode.UserRead | open);
            Assert.Equal(DeployErrorIds.KeyUnprotected, Fails(() => DeploySigningKey.Load(made.PrivateKeyFile)));
            Assert.Equal(DeployErrorIds.KeyUnprotected, Fails(() => DeploySigningKey.Load(In("link"))));
        }

        File.SetUnixFileMode(made.PrivateKeyFile, UnixFileMode.UserRead);
        DeploySigningKey.Load(made.PrivateKeyFile).Dispose();
    }

    [Fact]
    public void Load_WhatIsNoKey_IsRefusedSayingWhy()
    {
        using var wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var good = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Says("P-256", wide.ExportPkcs8PrivateKeyPem());
        Says("elliptic", rsa.ExportPkcs8PrivateKeyPem());
        Says("passphrase", good.ExportEncryptedPkcs8PrivateKeyPem("p", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)));
        Says("'EC PRIVATE KEY'", good.ExportECPrivateKeyPem());
        Says("'PUBLIC KEY'", good.ExportSubjectPublicKeyInfoPem());
        Says("no PEM", "hello");
        Assert.Equal(DeployErrorIds.KeyInvalid, Fails(() => DeploySigningKey.Load(In("absent"))));

        void Says(string why, string text)
        {
            var file = In("k");
            File.WriteAllText(file, text);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var error = Assert.Throws<DeployException>(() => DeploySigningKey.Load(file));
            Assert.Equal(DeployErrorIds.KeyInvalid, error.ErrorId);
            Assert.Contains(why, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TrustedKeys_FromFilesWithSeveralAndDirectories_AreAllTrusted()
    {
        var keys = Enumerable.Range(0, 4).Select(number => DeploySigningKey.CreateFile(In($"{number}.key"))).ToList();
        File.WriteAllText(In("several"), "# the old one and the new one\n" + File.ReadAllText(keys[0].PublicKeyFile) + "\n" + File.ReadAllText(keys[1].PublicKeyFile));
        Directory.CreateDirectory(In("trusted"));
        File.Copy(keys[2].PublicKeyFile, In("trusted/a.pub"));
        File.Copy(keys[3].PublicKeyFile, In("trusted/b.pem"));
        File.WriteAllText(In("trusted/README"), "no key");

        Assert.Equal(keys.Select(key => key.KeyId).Order(StringComparer.Ordinal), DeployTrustedKeys.Load(In("several"), In("trusted"), keys[0].PublicKeyFile).KeyIds);
    }

    [Fact]
    public void TrustedKeys_ThatCannotAllBeRead_AreRefused()
    {
        var key = DeploySigningKey.CreateFile(In("deploy.key"));
        Directory.CreateDirectory(In("empty"));
        var text = File.ReadAllText(key.PublicKeyFile);

        Refuses(In("absent"));
        Refuses(In("empty"));
        Refuses(key.PrivateKeyFile);
        Refuses(Written("hello"));
        Refuses(Written(text + text.Replace("-----END PUBLIC KEY-----", "", StringComparison.Ordinal)));
        using var wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Refuses(Written(wide.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<ArgumentException>(() => DeployTrustedKeys.Load());

        void Refuses(string path) => Assert.Equal(DeployErrorIds.KeyInvalid, Fails(() => DeployTrustedKeys.Load(path)));
        string Written(string content)
        {
            File.WriteAllText(In("k.pub"), content);
            return In("k.pub");
        }
    }

    /// <summary>What the guide tells other languages to do, done by openssl: fingerprint, verification and signing.</summary>
    [Fact]
    public void Openssl_AgreesOnFingerprintAndSignatures()
    {
        if (!HasOpenssl()) return;
        var made = DeploySigningKey.CreateFile(In("deploy.key"));
        using var key = DeploySigningKey.Load(made.PrivateKeyFile);
        var content = Encoding.UTF8.GetBytes("""{"commitId":"x"}""");
        File.WriteAllBytes(In("content"), content);
        File.WriteAllBytes(In("ours"), key.Sign(content));

        Openssl("pkey", "-pubin", "-in", made.PublicKeyFile, "-outform", "DER", "-out", In("der"));
        Openssl("dgst", "-sha256", "-verify", made.PublicKeyFile, "-signature", In("ours"), In("content"));
        Openssl("dgst", "-sha256", "-sign", made.PrivateKeyFile, "-out", In("theirs"), In("content"));

        Assert.Equal(made.KeyId, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(In("der")))));
        Assert.True(key.PublicKey.Verifies(content, File.ReadAllBytes(In("theirs"))));
    }

    [Theory]
    [InlineData("h:1", "/a/b", "/a/b")]
    [InlineData("h:1/fleet", "/a/b", "/fleet/a/b")]
    [InlineData("h:1/fleet/east", "/", "/fleet/east")]
    public async Task ServerPath_HasTheChrootInFront(string connect, string path, string expected)
    {
        await using var client = ZkReactive.Client.ZkClient.Start(new() { ConnectString = connect.Replace("h:1", "127.0.0.1:1", StringComparison.Ordinal) });

        Assert.Equal(expected, DeploySigner.ServerPath(client, ZkPath.Parse(path)).Value);
    }

    private static string Fails(Func<object> action) => Assert.Throws<DeployException>(action).ErrorId;

    private static bool HasOpenssl()
    {
        try
        {
            Openssl("version");
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Openssl(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"openssl {string.Join(' ', arguments)}: exit code {process.ExitCode}");
        _ = error;
    }

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
