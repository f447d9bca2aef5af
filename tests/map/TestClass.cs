using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DsMip.Map;

/// <summary>One declaration of a class in a test project; a partial class has several.</summary>
internal sealed record TestClass(ClassDeclarationSyntax Declaration, string File)
{
    public string Name => Declaration.Identifier.Text;

    public string? BaseName => Declaration.BaseList?.Types.FirstOrDefault()?.Type switch
    {
        SimpleNameSyntax simple => simple.Identifier.Text,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        _ => null,
    };

    public bool IsAbstract => Declaration.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.AbstractKeyword) || modifier.IsKind(SyntaxKind.StaticKeyword));

    /// <summary>With namespace, and with <c>+</c> before the name of a nested class, as runners write it.</summary>
    public string FullName { get; } = Qualify(Declaration);

    public IEnumerable<MethodDeclarationSyntax> Tests => Declaration.Members.OfType<MethodDeclarationSyntax>().Where(IsTest);

    /// <summary>Facts and theories, and what is derived from them: <c>[NamespaceFact]</c>.</summary>
    public static bool IsTest(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes).Select(attribute => attribute.Name.ToString())
            .Any(name => name.EndsWith("Fact", StringComparison.Ordinal) || name.EndsWith("Theory", StringComparison.Ordinal));

    private static string Qualify(ClassDeclarationSyntax declaration)
    {
        var outer = string.Concat(declaration.Ancestors().OfType<TypeDeclarationSyntax>().Reverse().Select(type => type.Identifier.Text + "+"));
        var space = declaration.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
        return (space is null ? "" : space + ".") + outer + declaration.Identifier.Text;
    }
}
