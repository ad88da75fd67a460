using System.Text;
using System.Text.Json;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Recording;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Snapshots;

namespace ZkReactive.Tests.Pipelines.Deploy.Recording;

public sealed class DeployEventCodecTests
{
    private const string Stream = "/app/business/config";
    private static readonly DateTimeOffset At = new(2030, 1, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly string Commit = new('a', 40);

    private static readonly DeployManifest Manifest = new()
    {
        Url = "https://git.example/shop.git",
        CommitId = Commit,
        RelativePath = "shop",
        DeployId = "d1",
        PublishedAt = At,
        Strategy = new DeployStrategy { Canary = 1 },
        Mode = DeployMode.InPlace,
    };

    private static readonly DeployError Error = new(DeployErrorIds.RemoteUnreachable, "no 'route'");

    private static readonly DeployEvent[] Every =
    [
        new DeployEvent.AgentStarted(At, Commit, true, new("d0", Commit, "shop", DeployMode.Release, At, new Zxid(7))),
        new DeployEvent.ManifestSeen(At, "d1", Manifest, new Zxid(0x100000002), 3),
        new DeployEvent.ManifestRejected(At, "z8", [new("url", "is missing", DeployErrorIds.FieldMissing)], new Zxid(8)),
        new DeployEvent.ManifestRemoved(At),
        new DeployEvent.DeployWaiting(At, "d1"),
        new DeployEvent.DeployStarted(At, "d1", Commit) { Attempt = 2 },
        new DeployEvent.DeployAdmitted(At, "d1"),
        new DeployEvent.DeployJoined(At, "d2", "d1"),
        new DeployEvent.StepStarted(At, "d1", DeployAgentState.CheckingOut),
        new DeployEvent.DeployInterrupted(At, "d1", DeployAgentState.CheckingOut),
        new DeployEvent.DeployResumed(At, "d1"),
        new DeployEvent.ReturnStarted(At, "d1", Error, Commit),
        new DeployEvent.DeploySucceeded(At, "d1", Commit, true, false, TimeSpan.FromMilliseconds(1234.5)),
        new DeployEvent.DeployFailed(At, "d1", Error, null, TimeSpan.FromSeconds(2)),
        new DeployEvent.RetryScheduled(At, "d1", 1, At.AddSeconds(10)),
        new DeployEvent.DeploySuperseded(At, "d1", "d2", TimeSpan.Zero),
        new DeployEvent.WorkStopped(At, "d1", Commit, false),
        new DeployEvent.ResultWritten(At, "d1", DeployAgentState.Succeeded),
        new DeployEvent.ResultRefused(At, "d1", DeployAgentState.Failed, Error),
        new DeployEvent.Connected(At, new SessionId(0x1000)),
        new DeployEvent.Disconnected(At, new SessionId(0x1000)),
        new DeployEvent.Expired(At, new SessionId(unchecked((long)0xff00000000000001))),
        new DeployEvent.SessionTaken(At, new SessionId(0x1000), At.AddSeconds(-30)),
        new DeployEvent.SessionLapsed(At, new SessionId(0x1000), At.AddSeconds(-60), TimeSpan.FromSeconds(40)),
        new DeployEvent.SessionLeft(At, new SessionId(0x1000), At.AddSeconds(40), TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(2)),
        new DeployEvent.PresenceRegistered(At, new SessionId(0x1000)),
        new DeployEvent.PresenceRefused(At, Error),
        new DeployEvent.AgentStopped(At),
    ];

    [Fact]
    public void Every_event_there_is_comes_back_as_it_was()
    {
        Assert.Equal(DeployEventCodec.Kinds.Order(StringComparer.Ordinal), Every.Select(e => e.GetType().Name).Order(StringComparer.Ordinal));
        foreach (var e in Every)
        {
            var entry = DeployEventCodec.Write(Stream, e);
            Assert.Equivalent(e, DeployEventCodec.Read(entry.Kind, entry.Payload), strict: true);
        }
    }

    [Fact]
    public void The_payloads_are_as_people_and_later_versions_know_them()
    {
        var text = new StringBuilder();
        foreach (var entry in Every.Select(e => DeployEventCodec.Write(Stream, e)))
        {
            text.Append(entry.Kind).Append(' ').Append(entry.Zxid).Append(' ').Append(entry.Version?.ToString() ?? "-").Append(' ').AppendLine(entry.Correlation ?? "-");
            text.Append("  ").Append(entry.Payload).AppendLine();
        }

        Snapshot.Verify(text.ToString());
    }

    [Theory]
    [InlineData("SomethingNewer", """{"v":1}""")]
    [InlineData("DeployStarted", """{"v":2,"at":"2030-01-01T00:00:00Z","deployId":"d1","commitId":"x"}""")]
    [InlineData("DeployStarted", """{"at":"2030-01-01T00:00:00Z"}""")]
    [InlineData("StepStarted", """{"v":1,"at":"2030-01-01T00:00:00Z","deployId":"d1","step":"dancing"}""")]
    [InlineData("ManifestSeen", """{"v":1,"at":"2030-01-01T00:00:00Z","deployId":"d1","manifest":{},"zxid":"0x1","version":1}""")]
    public void What_cannot_be_read_here_is_passed_over(string kind, string payload) => Assert.Null(DeployEventCodec.Read(kind, JournalPayload.FromJson(payload)));

    [Fact]
    public void A_field_of_a_later_version_does_no_harm()
    {
        var read = DeployEventCodec.Read("DeployWaiting", JournalPayload.FromJson("""{"v":1,"at":"2030-01-01T12:00:00.123+00:00","deployId":"d1","why":"because"}"""));
        Assert.Equal(new DeployEvent.DeployWaiting(At, "d1"), read);
    }

    [Fact]
    public void Passwords_stay_out_of_it()
    {
        var entry = DeployEventCodec.Write(Stream, new DeployEvent.ManifestSeen(At, "d1", Manifest with { Url = "https://user:secret@git.example/a.git" }, new Zxid(1), 1));
        Assert.DoesNotContain("secret", entry.Payload.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_comes_back_from_a_snapshot_as_it_was()
    {
        var type = DeployProjection.Of(ZkPath.Parse(Stream)).StateType;
        // Those in the list come in no order that an agent would take: whatever was passed over, folding goes on.
        var state = DeployState.Empty;
        foreach (var e in Every.Concat([Every[1], Every[5], Every[7], Every[11]]))
        {
            state = DeployDecider.Evolve(state, e);
            Assert.Equivalent(state, JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(state, type), type), strict: true);
        }

        Assert.Equal(("d1", Error), (state.Current?.DeployId, state.Current?.Returning));
    }
}
