using DsMip.HomeAgent.Actors.Switching;

namespace DsMip.HomeAgent.Host.Tests.Actors;

/// <summary>Entities that do what they are asked, and what was asked of them.</summary>
internal sealed class ScriptedSwitching : IHomeAgentSwitching
{
    private readonly List<SwitchHomeAgent> _asked = [];
    private Func<Task>? _onFirst;

    /// <summary>Happens once, before the next answer.</summary>
    public Func<Task> OnFirst
    {
        set => _onFirst = value;
    }

    public IReadOnlyList<SwitchHomeAgent> Asked => _asked;

    public async Task<SwitchOutcome> SwitchAsync(SwitchHomeAgent request, CancellationToken cancellation)
    {
        lock (_asked) _asked.Add(request);
        if (Interlocked.Exchange(ref _onFirst, null) is { } first) await first();
        return request.Within is null ? SwitchOutcome.Withdrawn : SwitchOutcome.Begun;
    }
}
