using System.Net;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Compatibility;

/// <summary>Plays scripts on one server, one request at a time, and writes down what every session hears.</summary>
internal sealed class ScriptPlayer(IPEndPoint server) : IAsyncDisposable
{
    private readonly List<WireClient> _sessions = [];

    /// <summary>The answer and the events of each step.</summary>
    public async Task<IReadOnlyList<string>> PlayAsync(Script script)
    {
        for (var i = 0; i < script.Sessions; i++) _sessions.Add(await WireClient.ConnectAsync(server));
        await _sessions[0].CreateAsync(Script.Parent);
        if (await _sessions[0].CreateAsync(script.Root) != ErrorCode.Ok) throw new InvalidOperationException($"{script.Root} is there already.");
        var observer = new Observer((await _sessions[0].GetAsync(script.Root)).Header.Zxid);
        for (var i = 0; i < _sessions.Count; i++) observer.Know(_sessions[i].Id, $"s{i}");

        var heard = new List<string>();
        var reopened = 0;
        foreach (var step in script.Steps)
        {
            string said;
            try
            {
                said = await step.PlayAsync(_sessions[step.Session], observer);
            }
            catch (IOException e)
            {
                // No request of a script is so wrong that a server may hang up.
                heard.Add($"{e.Message}");
                return heard;
            }

            if (step.Operation == OpCode.CloseSession)
            {
                await _sessions[step.Session].DisposeAsync();
                _sessions[step.Session] = await WireClient.ConnectAsync(server);
                observer.Know(_sessions[step.Session].Id, $"s{step.Session}.{++reopened}");
            }

            heard.Add(said + await EventsAsync(step));
        }

        // Closed and not left to expire: that would take a zxid in the middle of another script.
        foreach (var session in _sessions)
        {
            await session.CallAsync(OpCode.CloseSession, default(EmptyRecord));
            await session.DisposeAsync();
        }

        _sessions.Clear();
        return heard;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions) await session.DisposeAsync();
    }

    private async Task<string> EventsAsync(ScriptStep step)
    {
        var events = await Task.WhenAll(_sessions.Select(session => session.EventsSoFarAsync()));
        return string.Concat(events.Select((happened, number) =>
        {
            var shown = happened.Select(Observer.Show);
            if (step.CausesEventsInAnyOrder) shown = shown.Order(StringComparer.Ordinal);
            return happened.Count == 0 ? "" : $"\n      s{number} hears {string.Join("; ", shown)}";
        }));
    }
}
