some avg10=0.16 avg60=0.53 avg300=0.79 total=220129986
full avg10=0.01 avg60=0.13 avg300=0.19 total=47093514
