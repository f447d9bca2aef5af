namespace DsMip.Linux;

/// <summary>One way to tell the kernel what a shield keeps from it.</summary>
internal interface IShieldRules
{
    /// <summary>Puts the rules in force, in place of those that a crash left behind.</summary>
    void Install();

    void Remove();
}
