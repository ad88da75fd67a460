using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.Tests.Pipelines.Discovery;

public sealed class ServiceRegistrationOptionsTests
{
    private static readonly ServiceRegistrationOptions Good = new() { Path = "/service/shop/web", Address = "10.0.0.5", Port = 8080 };

    public static TheoryData<string, ServiceRegistrationOptions> Bad => new()
    {
        { "Path", Good with { Path = "/" } },
        { "Address", Good with { Address = " " } },
        { "Port", Good with { Port = 0 } },
        { "Port", Good with { Port = 65536 } },
        { "SslPort", Good with { SslPort = -1 } },
        { "NodeName", Good with { InstanceId = "a/b" } },
        { "NodeName", Good with { InstanceId = ".." } },
        { "InstanceId", Good with { InstanceId = "" } },
        { "Format", Good with { Format = ServiceFormat.Kafka } },
        { "Format", Good with { Format = ServiceFormat.HostPort, Zone = "a" } },
        { "Weight", Good with { Weight = -1 } },
        { "Interval", Good with { Interval = TimeSpan.Zero } },
        { "ProbeTimeout", Good with { ProbeTimeout = TimeSpan.Zero } },
        { "Rise", Good with { Rise = 0 } },
        { "Fall", Good with { Fall = 0 } },
        { "StopTimeout", Good with { StopTimeout = TimeSpan.Zero } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_names_the_property(string property, ServiceRegistrationOptions options) =>
        Assert.Equal(property, Assert.ThrowsAny<ArgumentException>(options.Validate).ParamName);

    [Fact]
    public void Defaults_are_good_and_the_id_is_address_and_port()
    {
        Good.Validate();
        Assert.Equal(("10.0.0.5:8080", "10.0.0.5:8080"), (Good.InstanceId, Good.NodeName));
        Assert.Equal("[::1]:80", (Good with { Address = "::1", Port = 80 }).InstanceId);
    }
}
