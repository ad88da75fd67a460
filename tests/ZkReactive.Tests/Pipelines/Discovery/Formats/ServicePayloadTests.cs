using System.Text;
using System.Text.Json;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Pipelines.Discovery.Formats;

namespace ZkReactive.Tests.Pipelines.Discovery.Formats;

public sealed class ServicePayloadTests
{
    private static readonly ServiceRegistrationOptions Web = new() { Path = "/service/shop/web", Address = "10.0.0.5", Port = 8080 };

    [Fact]
    public void HostPort_is_written_as_the_scripts_write_it()
    {
        var options = Web with { Address = "127.0.0.1", Port = 9096, Format = ServiceFormat.HostPort };
        Assert.Equal("""["127.0.0.1","9096"]""", Encoding.UTF8.GetString(HostPortPayload.Write(options)));
        Assert.Equal("s9096", options.NodeName);
    }

    [Theory]
    [InlineData("""["127.0.0.1","9096"]""", "127.0.0.1:9096")]
    [InlineData("""[ "::1", 9096 ]""", "[::1]:9096")]
    public void HostPort_is_read(string json, string endPoint)
    {
        var instance = Read(json, "/service/shop/web/s9096");
        Assert.Equal((endPoint, "s9096", "web", ServiceFormat.HostPort), (instance.EndPoint, instance.Id, instance.Service, instance.Format));
    }

    [Fact]
    public void Curator_without_extras_has_a_null_payload_that_every_reader_takes()
    {
        using var json = JsonDocument.Parse(CuratorPayload.Write(Web, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000)));
        var root = json.RootElement;
        Assert.Equal(JsonValueKind.Null, root.GetProperty("payload").ValueKind);
        Assert.Equal(("web", "10.0.0.5:8080", "10.0.0.5", 8080), (root.GetProperty("name").GetString(), root.GetProperty("id").GetString(), root.GetProperty("address").GetString(), root.GetProperty("port").GetInt32()));
        Assert.Equal((1_700_000_000_000, "DYNAMIC"), (root.GetProperty("registrationTimeUTC").GetInt64(), root.GetProperty("serviceType").GetString()));
    }

    [Fact]
    public void Curator_keeps_everything_over_a_round_trip()
    {
        var options = Web with
        {
            InstanceId = "w1", SslPort = 8443, Tags = ["blue", "v2"], Weight = 7, Zone = "eu-1", Metadata = new Dictionary<string, string> { ["build"] = "42", ["note"] = "ü\"" },
        };
        var read = Read(CuratorPayload.Write(options, DateTimeOffset.UnixEpoch.AddDays(1)), "/service/shop/web/w1");
        Assert.Equal(("w1", "web", "10.0.0.5", 8080, 8443), (read.Id, read.Service, read.Address, read.Port, read.SslPort));
        Assert.Equal((7, "eu-1", true, DateTimeOffset.UnixEpoch.AddDays(1)), (read.Weight, read.Zone, read.IsEnabled, read.RegisteredAt));
        Assert.Equal(["blue", "v2"], read.Tags.AsEnumerable());
        Assert.Equal("ü\"", read.Metadata["note"]);
        Assert.Equal("42", read.Metadata["build"]);
    }

    [Fact]
    public void Curator_of_Spring_Cloud_gives_its_metadata()
    {
        var read = Read(
            """
            {"name":"shop","id":"a1","address":"host1","port":8080,"sslPort":null,"payload":{"@class":"org.springframework.cloud.zookeeper.discovery.ZookeeperInstance",
             "id":"shop-1","name":"shop","metadata":{"instance_status":"UP","zone":"z2"}},"registrationTimeUTC":1700000000000,"serviceType":"DYNAMIC",
             "uriSpec":{"parts":[{"value":"scheme","variable":true}]}}
            """, "/services/shop/a1");
        Assert.Equal(("UP", "z2"), (read.Metadata["instance_status"], read.Zone));
    }

    [Fact]
    public void Curator_of_a_map_payload_gives_its_plain_values_and_a_switched_off_instance_is_seen()
    {
        var read = Read("""{"name":"a","id":"1","address":"h","port":1,"payload":{"@class":"java.util.HashMap","colour":"red","deep":{"x":1},"weight":3},"enabled":false}""", "/s/a/1");
        Assert.Equal(("red", 3, false), (read.Metadata["colour"], read.Weight, read.IsEnabled));
        Assert.Single(read.Metadata);
    }

    [Theory]
    [InlineData("""{"jmx_port":-1,"timestamp":"1700000000000","endpoints":["PLAINTEXT://kafka1:9092"],"host":"kafka1","version":3,"port":9092,"rack":"r1"}""", "kafka1:9092", "r1")]
    [InlineData("""{"jmx_port":9999,"timestamp":"2233345666","host":"localhost","version":1,"port":9092}""", "localhost:9092", null)]
    [InlineData("""{"features":{},"listener_security_protocol_map":{"CLIENTS":"SSL"},"endpoints":["CLIENTS://k2:9093"],"jmx_port":-1,"port":-1,"host":null,"version":5,"timestamp":"1700000000000"}""", "k2:9093", null)]
    [InlineData("""{"listener_security_protocol_map":{"INTERNAL":"PLAINTEXT","OUT":"SASL_SSL"},"endpoints":["OUT://[fd00::1]:9094","INTERNAL://k3:9092"],"jmx_port":-1,"port":-1,"host":null,"version":4,"timestamp":"1700000000000"}""", "k3:9092", null)]
    public void Kafka_brokers_are_read(string json, string endPoint, string? zone)
    {
        var broker = Read(json, "/brokers/ids/7");
        Assert.Equal((endPoint, zone, "7", "kafka", ServiceFormat.Kafka), (broker.EndPoint, broker.Zone, broker.Id, broker.Service, broker.Format));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""["127.0.0.1"]""")]
    [InlineData("""["127.0.0.1","0"]""")]
    [InlineData("""["127.0.0.1","70000"]""")]
    [InlineData("""["",80]""")]
    [InlineData("""{"name":"a","id":"1","address":null,"port":80}""")]
    [InlineData("""{"name":"a","id":"1","address":"h","port":null,"sslPort":null}""")]
    [InlineData("""{"name":1,"id":"1","address":"h","port":80}""")]
    [InlineData("""{"version":4,"endpoints":["nonsense"],"host":null,"port":-1}""")]
    [InlineData("42")]
    public void What_nobody_can_read_is_refused_with_a_reason_and_without_an_exception(string data)
    {
        Assert.False(ServicePayload.TryRead("/s/a/1", Encoding.UTF8.GetBytes(data), default, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(7);
        var seeds = new[] { CuratorPayload.Write(Web with { Tags = ["a"] }, DateTimeOffset.UnixEpoch), HostPortPayload.Write(Web) };
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])seeds[i % seeds.Length].Clone();
            for (var change = 0; change < 3; change++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            _ = ServicePayload.TryRead("/s/a/1", bytes, default, out _, out _);
        }
    }

    private static ServiceInstance Read(string json, string path) => Read(Encoding.UTF8.GetBytes(json), path);

    private static ServiceInstance Read(byte[] data, string path)
    {
        Assert.True(ServicePayload.TryRead(path, data, default, out var instance, out var problem), problem);
        return instance;
    }
}
