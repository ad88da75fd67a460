using ZkReactive.Protocol;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Client.Tests.Authentication;

public sealed class SaslApacheTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("zkreactive-sasl-");

    public void Dispose() => _directory.Delete(recursive: true);

    [ApacheZooKeeperFact]
    public async Task ApacheWithUsers_TakesTheRightPasswordOnly()
    {
        var jaas = Path.Combine(_directory.FullName, "jaas.conf");
        await File.WriteAllTextAsync(jaas, """
            Server {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              user_ann="ge heim";
            };
            """);
        await using var server = await ApacheZooKeeper.StartAsync(
            extraConfiguration: "authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider",
            javaArguments: [$"-Djava.security.auth.login.config={jaas}"]);
        var options = new ZkClientOptions { ConnectString = server.ConnectString, Auth = [ZkAuth.Sasl("ann", "ge heim")] };
        await using (var ann = await ZkClient.ConnectAsync(options).Soon())
        {
            Assert.Contains(new ZkIdentity("sasl", "ann"), await ann.WhoAmIAsync().Soon());
            await ann.CreateAsync("/mine", "x"u8.ToArray(), options: new ZkCreateOptions { Acl = [new Acl(Permissions.All, "sasl", "ann")] }).Soon();
            Assert.Equal("x", (await ann.GetAsync("/mine").Soon()).Text());
        }

        await using var stranger = await ZkClient.ConnectAsync(server.ConnectString).Soon();
        await Assert.ThrowsAsync<NoAuthException>(() => stranger.GetAsync("/mine").Soon());
        await Assert.ThrowsAsync<AuthFailedException>(() => ZkClient.ConnectAsync(options with { Auth = [ZkAuth.Sasl("ann", "wrong")] }).Soon());
    }
}
