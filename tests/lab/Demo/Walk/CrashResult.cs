namespace DsMip.Lab.Walk;

/// <summary>kill -9 of the home agent under traffic, and its return. Times are seconds of the lab's clock.</summary>
/// <param name="Ready">When it said that it is ready again.</param>
/// <param name="Flowing">When pings of both families were answered again.</param>
/// <param name="NewBindingUpdates">Binding Updates it answered before that: a mobile node must not be needed.</param>
public sealed record CrashResult(double Killed, double Ready, double Flowing, bool BindingsKept, long NewBindingUpdates)
{
    public bool Recovered => BindingsKept && NewBindingUpdates == 0;
}
