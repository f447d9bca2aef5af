using System.Globalization;
using DsMip.Fuzz.Engine;

namespace DsMip.Fuzz.Tests;

/// <summary>Harm behind four bytes that have to be right one after the other: by chance it would take billions of inputs.</summary>
internal sealed class PlantedTarget : IFuzzTarget
{
    private readonly List<byte[]> _leak = [];
    private readonly bool _leaks;

    private PlantedTarget(bool leaks) => _leaks = leaks;

    public IEnumerable<byte[]> Seeds => [new byte[8]];

    public IEnumerable<byte[]> Tokens => [];

    /// <summary>Called inside the instrumented context.</summary>
    /// <returns>What was found, and by how many executions.</returns>
    public static string Find(string kind, int count)
    {
        using var watchdog = new Watchdog(TimeSpan.FromMinutes(1), _ => Environment.Exit(1));
        using var target = new PlantedTarget(kind == "leak");
        var run = new FuzzRun(target, seed: 1, watchdog);
        try
        {
            run.Replay(target.Seeds);
            run.Mutate(count, _ => { });
        }
        catch (FuzzFailure e)
        {
            return $"{e.Message.Split('\n')[0]} {Convert.ToHexStringLower(e.Input)}";
        }
        return string.Create(CultureInfo.InvariantCulture, $"{run.Executions} {run.Edges} {string.Join(' ', run.Minimised().Select(Convert.ToHexStringLower))}");
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        if (_leaks)
        {
            _leak.Add(new byte[1024]);
            return;
        }
        if (input.Length < 4 || input[0] != 0xd5) return;
        if (input[1] != 0x6d) return;
        if (input[2] != 0x19) return;
        if (input[3] == 0x2a) throw new InvalidOperationException("planted");
    }

    public void Dispose() => _leak.Clear();
}
