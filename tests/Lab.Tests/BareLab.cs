using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests;

/// <summary>The topology alone, no daemons.</summary>
public sealed class BareLab : IDisposable
{
    private LabTopology? _topology;

    /// <summary>Built by the first test that needs it, so that a skipped class touches nothing.</summary>
    public LabTopology Topology => _topology ??= LabTopology.Build(TimeSpan.FromMinutes(10));

    public void Dispose() => _topology?.Dispose();
}
