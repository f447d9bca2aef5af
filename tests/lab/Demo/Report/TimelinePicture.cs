using System.Globalization;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Lab.Walk;

namespace DsMip.Lab.Report;

/// <summary>The walk as a picture: where the node was, how it was reached, and what the traffic felt of it.</summary>
public sealed class TimelinePicture
{
    private const double Left = 150;
    private const double Width = 1280;
    private const double Right = 20;
    private const double LaneHeight = 44;
    private const double BarHeight = 26;

    /// <summary>Silences shorter than this are the ordinary jitter of a 10 ms ping.</summary>
    private const double VisibleGap = 0.025;

    private const string Style = """

        :root { color-scheme: light dark; }
        svg { font: 12px system-ui, sans-serif; background: #ffffff; }
        text { fill: #1b1f24; } .muted { fill: #57606a; } .lane { fill: #f3f4f6; } .grid { stroke: #d0d7de; } .move { stroke: #57606a; stroke-dasharray: 3 3; }
        .home { fill: #8fd19e; } .v6 { fill: #8ab8f5; } .v4 { fill: #f3c77a; } .nat1 { fill: #d3a5e8; } .nat2 { fill: #eba5b8; }
        .flow { fill: #3fa45b; } .gap { fill: #d1242f; } .rate { fill: #2f7fd6; } .title { font-size: 16px; font-weight: 600; } .bad { fill: #d1242f; }
        .crash { fill: #d1242f; opacity: 0.12; }
        .onbar { fill: #1b1f24; text-anchor: middle; } .above { fill: #d1242f; text-anchor: middle; font-size: 11px; }
        @media (prefers-color-scheme: dark) {
          svg { background: #0d1117; } text { fill: #e6edf3; } .muted { fill: #9198a1; } .lane { fill: #161b22; } .grid { stroke: #30363d; } .move { stroke: #9198a1; }
          .flow { fill: #3fb950; } .gap, .bad, .above { fill: #ff7b72; } .rate { fill: #58a6ff; } .onbar { fill: #1b1f24; }
        }

        """;

    private readonly Svg _svg = new();
    private readonly WalkOutcome _outcome;
    private readonly double _scale;
    private double _top = 60;

    private TimelinePicture(WalkOutcome outcome)
    {
        _outcome = outcome;
        _scale = (Width - Left - Right) / (outcome.Ended - outcome.Started);
    }

    public static string Of(WalkOutcome outcome) => new TimelinePicture(outcome).Draw();

    private string Draw()
    {
        var verdict = _outcome.Failures.Count == 0 ? "nothing broke" : $"{_outcome.Failures.Count} failures";
        _svg.Text("title", 20, 28, $"A mobile node walks through {_outcome.Moves.Select(m => m.To).Distinct().Count()} networks: {verdict}");
        _svg.Text("muted", 20, 46, "Red: no reply to a 10 ms ping. Dashed: the moment the interface goes down.");
        Attachments();
        Encapsulations();
        Ping("ping IPv6", _outcome.Ipv6Ping);
        Ping("ping IPv4", _outcome.Ipv4Ping);
        Throughput("TCP IPv6", _outcome.Ipv6Transfer, _outcome.Ipv6Verdict);
        Throughput("TCP IPv4", _outcome.Ipv4Transfer, _outcome.Ipv4Verdict);
        Moves();
        Crashes();
        Axis();
        return _svg.Document(Width, _top + 40, Style, $"Timeline of the walk: {verdict}");
    }

    private double X(double time) => Left + ((Math.Clamp(time, _outcome.Started, _outcome.Ended) - _outcome.Started) * _scale);

    private double Lane(string name)
    {
        var top = _top;
        _svg.Rectangle("lane", Left, top, Width - Left - Right, BarHeight);
        _svg.Text("", 20, top + 17, name);
        _top += LaneHeight;
        return top;
    }

    private Attachment Start => _outcome.Moves.Count > 0 ? _outcome.Moves[0].From : Attachment.Home;

    private void Attachments()
    {
        var top = Lane("attached to");
        Bar(top, _outcome.Started, _outcome.Moves.Count > 0 ? _outcome.Moves[0].Started : _outcome.Ended, Start, AddressPlan.Bridge(Start));
        foreach (var move in _outcome.Moves)
        {
            Bar(top, move.Started + move.InterfaceDown.TotalSeconds, move.Ended, move.To, AddressPlan.Bridge(move.To));
        }
    }

    private void Encapsulations()
    {
        var top = Lane("reached by");
        var (since, how, network) = (_outcome.Started, Start == Attachment.Home ? "home link" : "tunnel", Start);
        foreach (var move in _outcome.Moves.Where(m => m.Registered is not null))
        {
            Bar(top, since, move.Registered!.Value, network, how);
            (since, how, network) = (move.Registered.Value, move.To == Attachment.Home ? "home link" : MoveRow.Encapsulation(move.Encapsulation), move.To);
        }

        Bar(top, since, _outcome.Ended, network, how);
    }

    private void Bar(double top, double from, double to, Attachment network, string label)
    {
        var width = X(to) - X(from);
        _svg.Rectangle(AddressPlan.Bridge(network), X(from), top, width, BarHeight, $"{label}: {Seconds(to - from)}");
        _svg.Text("onbar", X(from) + (width / 2), top + 17, label);
    }

    private void Ping(string name, PingTrace trace)
    {
        var top = Lane(name);
        _svg.Rectangle("flow", Left, top + 8, Width - Left - Right, BarHeight - 16);
        var gaps = trace.Gaps(VisibleGap).Where(g => g.To > _outcome.Started && g.From < _outcome.Ended).ToList();
        foreach (var (from, to) in gaps)
        {
            _svg.Rectangle("gap", X(from), top, Math.Max(1, X(to) - X(from)), BarHeight, MoveRow.Milliseconds((to - from) * 1000));
        }

        // One label a stay: its longest silence.
        foreach (var (from, to) in _outcome.Moves.Select(m => gaps.Where(g => g.To >= m.Started && g.To < m.Ended).OrderBy(g => g.From - g.To).FirstOrDefault()).Where(g => g.To > 0))
        {
            _svg.Text("above", (X(from) + X(to)) / 2, top + BarHeight + 12, MoveRow.Milliseconds((to - from) * 1000));
        }
    }

    private void Throughput(string name, TransferTrace trace, TransferVerdict verdict)
    {
        var top = Lane(name);
        _svg.Text(verdict.Intact ? "muted" : "bad", 80, top + 17, verdict.Intact ? "intact" : "broken");
        var rates = trace.Reports.Zip(trace.Reports.Skip(1))
            .Where(p => p.First.Time >= _outcome.Started && p.Second.Time <= _outcome.Ended && p.Second.Time > p.First.Time)
            .Select(p => (p.Second.Time, Rate: (p.Second.Received - p.First.Received) / (p.Second.Time - p.First.Time)))
            .ToList();
        // The burst that makes up for a gap goes over the top, the steady rate has three quarters of the lane.
        var steady = rates.Count == 0 ? 1 : Math.Max(1, rates.Select(r => r.Rate).Order().ElementAt(rates.Count / 2));
        _svg.Area("rate", top + BarHeight, rates.Select(r => (X(r.Time), top + BarHeight - (Math.Min(1, r.Rate / steady * 0.75) * BarHeight))));
    }

    private void Moves()
    {
        foreach (var move in _outcome.Moves)
        {
            _svg.Line("move", X(move.Started), 54, X(move.Started), _top - 10);
        }
    }

    private void Crashes()
    {
        var dead = _outcome.Kills.Select(k => (k.Killed, k.Ready, k.What));
        foreach (var (killed, ready, what) in _outcome.Crash is { } crash ? dead.Append((crash.Killed, crash.Ready, "the home agent")) : dead)
        {
            _svg.Rectangle("crash", X(killed), 54, X(ready) - X(killed), _top - 64, $"dead: {what}");
            _svg.Text("above", (X(killed) + X(ready)) / 2, 50, "kill -9");
        }
    }

    private void Axis()
    {
        for (var second = 0; second <= _outcome.Ended - _outcome.Started; second += 5)
        {
            var x = X(_outcome.Started + second);
            _svg.Line("grid", x, _top, x, _top + 6);
            _svg.Text("muted", x - 6, _top + 20, $"{second} s");
        }
    }

    private static string Seconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} s");
}
