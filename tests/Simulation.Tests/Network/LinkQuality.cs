namespace DsMip.Simulation.Tests.Network;

/// <summary>How a link treats frames.</summary>
/// <param name="Delay">One way, of every frame.</param>
/// <param name="Jitter">Added to the delay, anew for each frame: this is what reorders them.</param>
/// <param name="Loss">Probability, 0 to 1.</param>
/// <param name="Duplication">Probability, 0 to 1; both copies have their own jitter.</param>
internal sealed record LinkQuality(TimeSpan Delay, TimeSpan Jitter, double Loss, double Duplication)
{
    public static readonly LinkQuality Calm = new(TimeSpan.FromMilliseconds(20), TimeSpan.Zero, 0, 0);
}
