using ZkReactive.PowerShell.Help;

// Runs while the module is built, never on a user's machine: writes Get-Help's file from the pages in docs/cmdlets (what a
// cmdlet is for, examples) and from the cmdlets themselves (syntax, parameters, outputs), so that neither can drift.
if (args is not [var assembly, var engine, var pages, var output, .. var translated] || translated.Length is not (0 or 2))
{
    Console.Error.WriteLine("usage: <cmdlet assembly> <reference engine assembly> <folder of pages> <file to write> [<folder of translated pages> <file to write>]");
    return 2;
}

try
{
    var cmdlets = CmdletReader.Read(assembly, engine);
    var documents = cmdlets.Select(cmdlet => (cmdlet, CmdletPage.Parse(File.ReadAllText(Path.Combine(pages, cmdlet.Name + ".md")), cmdlet.Name))).ToList();
    Directory.CreateDirectory(Path.GetDirectoryName(output)!);
    MamlWriter.Write(documents).Save(output);
    if (translated is [var translations, var translatedOutput])
    {
        Directory.CreateDirectory(Path.GetDirectoryName(translatedOutput)!);
        MamlWriter.Write(documents.Select(document => CmdletTranslation.Apply(document.cmdlet, document.Item2, translations))).Save(translatedOutput);
    }

    return 0;
}
catch (Exception e) when (e is IOException or FormatException)
{
    Console.Error.WriteLine($"help: error ZKHELP: {e.Message}");
    return 1;
}
