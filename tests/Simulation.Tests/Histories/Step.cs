using DsMip.Simulation.Tests.World;

namespace DsMip.Simulation.Tests.Histories;

/// <summary>One thing that happens to the world. Records, so that a failing history prints as what to write down to repeat it.</summary>
internal abstract record Step
{
    public abstract void Happen(SimulatedWorld world);
}
